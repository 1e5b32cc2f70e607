import type { ExchangeStore } from '../ports/store.js';
import type { Trial } from '../ports/store-rows.js';
import type { TwinTables } from './twin-tables.js';

/** Lives and trials in memory. */
export function twinTrials(
  t: TwinTables,
): Pick<ExchangeStore, 'beginLife' | 'endLife' | 'beginTrials' | 'endTrials'> {
  return {
    beginLife: () =>
      t.database.run(() => {
        const running = t.lives.get('exchange') === true;
        t.lives.set('exchange', true);
        return Promise.resolve(running);
      }),

    endLife: () =>
      t.database.run(() => {
        t.lives.set('exchange', false);
        return Promise.resolve();
      }),

    beginTrials(ids, alone): Promise<readonly Trial[]> {
      return t.inUnit(() => {
        const before = ids.flatMap((id) => t.trials.get(id) ?? []);
        for (const messageId of ids) {
          const { tries, alone: wasAlone } = t.trials.get(messageId) ?? { tries: 0, alone: 0 };
          t.trials.set(messageId, { messageId, tries: tries + 1, alone: wasAlone + (alone ? 1 : 0) });
        }
        return before;
      });
    },

    endTrials(ids): Promise<void> {
      return t.inUnit(() => {
        for (const id of ids) t.trials.delete(id);
      });
    },
  };
}

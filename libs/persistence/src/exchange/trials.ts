import type { ExchangeStore, Trial } from '#exchange';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { idBytes, idText } from './columns.js';

interface TrialColumns {
  readonly message_id: Buffer;
  readonly tries: number;
  readonly alone: number;
}

type Methods = Pick<ExchangeStore, 'beginLife' | 'endLife' | 'beginTrials' | 'endTrials'>;

/** What is remembered from one life of the exchange to the next, so that a message that kills it is found. */
export function trialStore(uow: UnitOfWork): Methods {
  const setRunning = (running: 0 | 1): Promise<unknown> =>
    uow
      .writer()
      .query(
        "INSERT INTO exchange_life (name, running) VALUES ('exchange', ?) ON DUPLICATE KEY UPDATE running = VALUES(running)",
        [running],
      );

  return {
    beginLife: () =>
      uow.run(async () => {
        const [row] = await uow
          .writer()
          .query<readonly { running: number }[]>(
            "SELECT running FROM exchange_life WHERE name = 'exchange' FOR UPDATE",
          );
        await setRunning(1);
        return row?.running === 1;
      }),

    endLife: () =>
      uow.run(async () => {
        await setRunning(0);
      }),

    async beginTrials(ids, alone): Promise<readonly Trial[]> {
      if (ids.length === 0) return [];
      const keys = ids.map(idBytes);
      const rows = await uow
        .writer()
        .query<readonly TrialColumns[]>(
          'SELECT message_id, tries, alone FROM exchange_trial WHERE message_id IN (?)',
          [keys],
        );
      await uow.writer().query(
        `INSERT INTO exchange_trial (message_id, tries, alone) VALUES ?
         ON DUPLICATE KEY UPDATE tries = tries + 1, alone = alone + VALUES(alone)`,
        [keys.map((key) => [key, 1, alone ? 1 : 0])],
      );
      return rows.map((row) => ({ messageId: idText(row.message_id), tries: row.tries, alone: row.alone }));
    },

    async endTrials(ids): Promise<void> {
      if (ids.length === 0) return;
      await uow.writer().query('DELETE FROM exchange_trial WHERE message_id IN (?)', [ids.map(idBytes)]);
    },
  };
}

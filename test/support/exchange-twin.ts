import { localHint, TwinDatabase, twinStore, TwinTable, TwinWire } from '#exchange';
import type { Adapters, Effect } from './exchange-offices.js';

/** Offices in memory: the exchange's own twins of database and queues. */
export const twinAdapters = (): Adapters => ({
  database: () => {
    const uow = new TwinDatabase();
    const effects = new TwinTable<Effect>(uow);
    return Promise.resolve({
      uow,
      store: twinStore(uow),
      // no key: an effect that happens twice must show as two
      addEffect: (effect) => Promise.resolve(effects.set(`${effects.values().length}`, effect)),
      effects: () => Promise.resolve(effects.values()),
      backup: () => uow.backup(),
      close: () => Promise.resolve(),
    });
  },
  wire: () => {
    const wire = new TwinWire();
    return Promise.resolve({
      sender: () => wire.sender(),
      source: (node) => wire.source(node),
      hint: () => localHint(),
      flush: () => Promise.resolve(wire.flush()),
      dump: () =>
        Promise.resolve(
          wire
            .lying()
            .map((parcel) => Buffer.from(parcel.bytes).toString('utf8'))
            .join('\n'),
        ),
    });
  },
});

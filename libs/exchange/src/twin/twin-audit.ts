import { createHash } from 'node:crypto';
import type { AuditHeads, AuditSaying } from '../ports/audit.js';
import type { ExchangeStore } from '../ports/store.js';
import type { TwinTables } from './twin-tables.js';

type Written = Pick<
  ExchangeStore,
  'insertOutbox' | 'insertInbox' | 'settleInbox' | 'answerOutbox' | 'insertQuarantine'
>;
type Heads = Pick<ExchangeStore, 'auditHeads' | 'auditSayings' | 'saveAuditSayings'>;

const OWN = 'own';
const sideName = ({ peer, of }: Pick<AuditSaying, 'peer' | 'of'>): string => `${peer} ${of}`;

/** An audit chain in memory: a link for each unit of work that writes; it has an end, and nothing in it to check. */
export function twinAudit<S extends Written>(t: TwinTables, store: S): S & Written & Heads {
  const units = new WeakSet();
  const link = (): void => {
    const unit = t.database.current();
    if (unit === undefined || units.has(unit)) return;
    units.add(unit);
    t.database.beforeCommit(() => {
      const { sequence, hash } = t.auditEnds.get(OWN) ?? { sequence: 0, hash: '' };
      t.auditEnds.set(OWN, {
        sequence: sequence + 1,
        hash: createHash('sha256').update(`${hash} ${sequence}`).digest('hex'),
      });
      return Promise.resolve();
    });
  };
  const linked =
    <A extends readonly unknown[]>(write: (...args: A) => Promise<void>) =>
    async (...args: A): Promise<void> => {
      await write(...args);
      link();
    };
  return {
    ...store,
    insertOutbox: linked(store.insertOutbox),
    insertInbox: linked(store.insertInbox),
    settleInbox: linked(store.settleInbox),
    answerOutbox: linked(store.answerOutbox),
    insertQuarantine: linked(store.insertQuarantine),

    auditHeads: (peer) =>
      Promise.resolve({
        own: t.auditEnds.get(OWN),
        theirs: headOf(t.auditSayings.get(sideName({ peer, of: 'theirs' }))),
      }),
    auditSayings: (peer) =>
      Promise.resolve(t.auditSayings.values().filter((saying) => peer === undefined || saying.peer === peer)),
    saveAuditSayings: (sayings) =>
      t.inUnit(() => {
        for (const saying of sayings) t.auditSayings.set(sideName(saying), saying);
      }),
  };
}

const headOf = (saying: AuditSaying | undefined): AuditHeads['theirs'] =>
  saying === undefined ? undefined : { ...saying.head, epoch: saying.epoch };

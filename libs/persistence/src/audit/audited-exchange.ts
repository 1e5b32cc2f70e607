import type { ExchangeStore } from '#exchange';
import {
  acknowledgedLeaf,
  answerLeaf,
  inboxLeaf,
  outboxLeaf,
  quarantineLeaf,
  verdictLeaf,
} from './exchange-leaves.js';
import { RECOVERED } from './chain.js';
import { REMOVED } from './leaves.js';
import type { AuditTrail } from './trail.js';

type Audited = Pick<
  ExchangeStore,
  | 'insertOutbox'
  | 'insertInbox'
  | 'settleInbox'
  | 'answerOutbox'
  | 'insertQuarantine'
  | 'acknowledge'
  | 'reviseInbox'
  | 'insertOperation'
  | 'raiseOwnEpoch'
  | 'restoreSent'
  | 'restoreAnswer'
  | 'restoreReceived'
>;

/** The same store, whose rows the audit chain covers. Receipts and frames carry signatures of their own. */
export function auditedExchange<S extends Audited>(store: S, trail: AuditTrail): S & Audited {
  return {
    ...store,
    async insertOutbox(rows) {
      await store.insertOutbox(rows);
      // What has no sequence is a receipt: it goes when it is sent, and is made again when asked for.
      trail.cover(rows.filter(({ sequence }) => sequence !== undefined).map(outboxLeaf));
    },
    async insertInbox(rows) {
      await store.insertInbox(rows);
      const [first] = rows;
      if (first === undefined) return;
      trail.frame({
        act: 'exchange.received',
        peer: first.source,
        note: `frame ${first.frameId}-${first.attempt}`,
      });
      trail.cover(rows.map(inboxLeaf));
      trail.cover(rows.filter(({ status }) => status !== 'parked').map(verdictLeaf));
    },
    async settleInbox(changes) {
      await store.settleInbox(changes);
      trail.cover(changes.map(verdictLeaf));
    },
    async answerOutbox(source, answers) {
      await store.answerOutbox(source, answers);
      if (answers.length === 0) return;
      trail.frame({ act: 'exchange.answered', peer: source, note: `receipt ${answers[0]?.receiptId ?? ''}` });
      trail.cover(answers.map(answerLeaf));
    },
    async insertQuarantine(entries) {
      await store.insertQuarantine(entries);
      trail.cover(entries.map(quarantineLeaf));
    },
    async reviseInbox(revisions) {
      await store.reviseInbox(revisions);
      trail.cover(
        revisions.map((revision) => {
          const leaf = verdictLeaf(revision);
          // It waits again: there is no verdict to be found.
          return revision.status === 'parked' ? { ...leaf, digest: REMOVED } : leaf;
        }),
      );
    },
    async insertOperation(operation) {
      await store.insertOperation(operation);
      const { act, target, by, outcome } = operation;
      trail.note({ act: `exchange.${act}`, unit: by.unit, user: by.user, note: `${target}: ${outcome}` });
    },
    async raiseOwnEpoch(epoch) {
      await store.raiseOwnEpoch(epoch);
      // From here on the chain may be shorter than what peers countersigned in an older epoch.
      trail.note({ act: RECOVERED, note: `epoch ${String(epoch)}` });
    },
    async restoreSent(row) {
      const changed = await store.restoreSent(row);
      if (changed) trail.cover([outboxLeaf(row)]);
      return changed;
    },
    async restoreAnswer(answer) {
      const changed = await store.restoreAnswer(answer);
      if (changed) trail.cover([answerLeaf(answer)]);
      return changed;
    },
    async restoreReceived(row) {
      const changed = await store.restoreReceived(row);
      if (changed) trail.cover([inboxLeaf(row), verdictLeaf(row)]);
      return changed;
    },
    async acknowledge(entry) {
      const outcome = await store.acknowledge(entry);
      if (outcome === 'acknowledged') {
        const { id, by, note } = entry;
        trail.note({ act: 'exchange.acknowledge', unit: by.unit, user: by.user, note: `failure ${id}` });
        trail.cover([acknowledgedLeaf(id, by.unit, by.user, note)]);
      }
      return outcome;
    },
  };
}

import type { ExchangeStore } from '#exchange';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { auditedExchange } from '../audit/audited-exchange.js';
import { auditHeadStore } from '../audit/heads.js';
import { auditTrailOf } from '../audit/trail.js';
import { alarmStore } from './alarms.js';
import { comparingStore } from './comparing.js';
import { healStore } from './heal.js';
import { inStreamStore } from './in-streams.js';
import { leaseStore, type MakeLeaseLost } from './lease.js';
import { operatorStore } from './operator.js';
import { outStreamStore } from './out-streams.js';
import { proofStore } from './proofs.js';
import { readingStore } from './reading.js';
import { receiptStore } from './receipts.js';
import { receivingStore } from './receiving.js';
import { relayStore } from './relay.js';
import { leftOutStore } from './left-out.js';
import { standingStore } from './standings.js';
import { trialStore } from './trials.js';
import { vaultStore } from './vault.js';

/**
 * The exchange's store on MariaDB or MySQL, one per node.
 * @param makeLeaseLost makes the exchange's LeaseLost (`() => new LeaseLost()`): only its types are known here.
 */
export function exchangeStore(uow: UnitOfWork, makeLeaseLost: MakeLeaseLost): ExchangeStore {
  const store = {
    ...outStreamStore(uow),
    ...vaultStore(uow),
    ...leaseStore(uow),
    ...relayStore(uow, makeLeaseLost),
    ...inStreamStore(uow),
    ...receivingStore(uow),
    ...trialStore(uow),
    ...receiptStore(uow),
    ...proofStore(uow),
    ...readingStore(uow),
    ...alarmStore(uow),
    ...operatorStore(uow),
    ...auditHeadStore(uow),
    ...standingStore(uow),
    ...leftOutStore(uow),
    ...comparingStore(uow),
    ...healStore(uow),
  };
  return auditedExchange(store, auditTrailOf(uow));
}

import type { ExchangeStore } from '#exchange';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { alarmStore } from './alarms.js';
import { inStreamStore } from './in-streams.js';
import { leaseStore, type MakeLeaseLost } from './lease.js';
import { outStreamStore } from './out-streams.js';
import { proofStore } from './proofs.js';
import { readingStore } from './reading.js';
import { receiptStore } from './receipts.js';
import { receivingStore } from './receiving.js';
import { relayStore } from './relay.js';
import { trialStore } from './trials.js';
import { vaultStore } from './vault.js';

/**
 * The exchange's store on MariaDB or MySQL, one per node.
 * @param makeLeaseLost makes the exchange's LeaseLost (`() => new LeaseLost()`): only its types are known here.
 */
export function exchangeStore(uow: UnitOfWork, makeLeaseLost: MakeLeaseLost): ExchangeStore {
  return {
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
  };
}

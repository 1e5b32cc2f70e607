import type { ExchangeStore } from '../ports/store.js';
import type { TwinDatabase } from './twin-database.js';
import { twinAlarms } from './twin-alarms.js';
import { twinAudit } from './twin-audit.js';
import { twinHeal } from './twin-heal.js';
import { twinOperator } from './twin-operator.js';
import { twinReading } from './twin-reading.js';
import { twinReceiving } from './twin-receiving.js';
import { twinRelay } from './twin-relay.js';
import { twinComparing } from './twin-comparing.js';
import { twinLeftOut } from './twin-left-out.js';
import { twinResync } from './twin-resync.js';
import { twinSending } from './twin-sending.js';
import { TwinTables } from './twin-tables.js';
import { twinTrials } from './twin-trials.js';

/** ExchangeStore in memory, for tests; it keeps its rows in the units of work of that database. */
export function twinStore(database: TwinDatabase, now: () => number = Date.now): ExchangeStore {
  const tables = new TwinTables(database, now);
  return twinAudit(tables, {
    ...twinSending(tables),
    ...twinRelay(tables),
    ...twinReceiving(tables),
    ...twinReading(tables),
    ...twinAlarms(tables),
    ...twinOperator(tables),
    ...twinTrials(tables),
    ...twinResync(tables),
    ...twinLeftOut(tables),
    ...twinComparing(tables),
    ...twinHeal(tables),
  });
}

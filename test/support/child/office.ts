// One office of an exchange test as its own process, so that it can be killed. Talks in lines of JSON.
import { createInterface } from 'node:readline';
import { type Failpoint, noFailpoint, parseFailpoints, uuidV7 } from '#platform';
import { loadSteps, openDatabase, records, type DatabaseSettings } from '#persistence';
import type { StreamRef } from '#exchange';
import { testKeys, type TestKeysText } from '../exchange-keys.js';
import { type Errand, Office } from '../exchange-offices.js';
import { officeDatabase, officeWire } from '../exchange-real.js';

/** What the parent tells the child at start. */
export interface ChildPlan {
  readonly node: string;
  readonly everybody: readonly TestKeysText[];
  readonly settings: DatabaseSettings;
  readonly redisUrl: string;
  readonly space: string;
}
/** An act that is safe to repeat: the same id takes effect once. */
export interface ChildAct {
  readonly id: string;
  readonly dest: string;
  readonly stream: StreamRef;
  readonly errands: readonly Errand[];
}

const plan: ChildPlan = JSON.parse(process.env['OFFICE_PLAN'] ?? '{}');
let armed = noFailpoint;
const failpoint: Failpoint = (point) => armed(point);
const database = await openDatabase(plan.settings, {
  records,
  steps: await loadSteps(),
  onHookFailure: (error) => {
    throw error;
  },
});
const everybody = plan.everybody.map(testKeys);
const own = everybody.find((keys) => keys.node === plan.node);
if (own === undefined) throw new Error(`no keys of ${plan.node}`);
const office = new Office(
  own,
  officeDatabase(database, () => database.close()),
  everybody,
  officeWire(plan.redisUrl, plan.space, failpoint),
  failpoint,
);
await office.start();
process.stdout.write(`${JSON.stringify({ ready: uuidV7() })}\n`);

for await (const line of createInterface({ input: process.stdin })) {
  const order: ChildAct | { readonly arm: string } = JSON.parse(line);
  if ('arm' in order) {
    armed = parseFailpoints(order.arm);
    continue;
  }
  const act = order;
  await database.uow.run(async () => {
    const done = await database.uow
      .reader()
      .query<readonly unknown[]>('SELECT id FROM test_act WHERE id = ?', [act.id]);
    if (done.length > 0) return;
    await database.uow.writer().query('INSERT INTO test_act (id) VALUES (?)', [act.id]);
    await office.send(act.dest, act.stream, act.errands);
  });
  process.stdout.write(`${JSON.stringify({ done: act.id })}\n`);
}
await office.stop();
await database.close();

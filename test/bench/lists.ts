// npm run bench -- lists [--cases 100000,1000000] [--data DIR] [--only WORDS] [--json]: what an office of that size waits
// for, both sizes side by side and asked in turn: first pages of all lists, usual filters, case pages, full text, and the
// sweep of a morning. With --data both offices stay in DIR (DIR/100000, DIR/1000000) and are asked again the next time.
// --only: the questions whose name holds these words, or `sweep`.
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { BulkWriter, parseDatabaseUrl } from '#persistence';
import { sampleOffice } from '../support/seeded-office.js';
import { askedOf, filledOffice, openedOf, type Size } from './lists/office.js';
import { questionsFor } from './lists/questions.js';
import { report, type Measured } from './lists/report.js';
import { sweptFigures, type SweptFigures } from './lists/swept.js';
import type { Times } from './lists/times.js';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '100000,1000000' },
    json: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    /** Of the database server; the 64 MB of the sample network are for a laptop that runs all of it. */
    'buffer-pool-mb': { type: 'string', default: '1024' },
  },
});
const sizes = z.array(z.coerce.number().int().min(1_000).max(5_000_000)).parse(values.cases.split(','));
const pool = z.coerce.number().int().min(64).max(65_536).parse(values['buffer-pool-mb']);
const servers = z
  .array(z.object({ dataDir: z.string(), databaseUrl: z.string(), redisUrl: z.string() }))
  .parse(JSON.parse(process.env['BENCH'] ?? '[]'));
const say = (line: string): void => console.error(line);

const office = sampleOffice();
const filled: (Size & { readonly seed: { readonly digest: string; readonly ms: number } })[] = [];
for (const [at, cases] of sizes.entries()) {
  const own = servers[at];
  if (own === undefined) throw new Error(`no servers for ${cases} cases`);
  say(`${cases} cases`);
  await sizeServer(own.databaseUrl);
  const { database, seed } = await filledOffice(own, office, cases, say);
  filled.push({ cases, servers: own, database, seed, opened: await openedOf(database, cases) });
}
const swept = new Map<number, SweptFigures>();
if (values.only === '' || values.only === 'sweep') {
  say('the sweep of a morning …');
  for (const { cases, database } of filled) swept.set(cases, await sweptFigures(database, office));
}
say('lists, filters, pages, words …');
const times = await askedOf(filled, values.only, say);
const measured = filled.map(({ cases, seed }): Measured => ({
  ...{ cases, seedSeconds: seed.ms / 1000, digest: seed.digest },
  ...{ times: times.get(cases) ?? new Map<string, Times>(), swept: swept.get(cases) },
}));
const asked = (filled[0] === undefined ? [] : questionsFor(filled[0].opened)).filter(({ group, what }) =>
  times.get(sizes[0] ?? 0)?.has(`${group}/${what}`),
);
process.exit(report({ asked, measured, pool, json: values.json }) ? 0 : 1);

async function sizeServer(databaseUrl: string): Promise<void> {
  const { host, port, user, password } = parseDatabaseUrl(databaseUrl);
  const root = await BulkWriter.open({ host, port, user, password, schema: 'mysql' });
  await root.run('SET GLOBAL innodb_buffer_pool_size = ?', [pool * 1_048_576]);
  await root.close();
}

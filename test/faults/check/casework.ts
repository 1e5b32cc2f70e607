import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { legView, pageOf } from '#contract';
import { PLANTED } from '../clients/clerk.js';
import type { Operations } from '../clients/operations.js';
import { type FaultNetwork, OFFICE_NAMES } from '../world/network.js';
import type { Problems } from './exchange.js';

/** What an act of a client leaves in its own office's history. */
const LINE: Readonly<Record<string, string>> = {
  register: 'register',
  assign: 'send.assign',
  recall: 'recall-asked',
  notify: 'notify',
  close: 'close',
  review: 'leg.pass',
  'serve-answer': 'leg.serve',
  'report-up': 'leg.report',
};
const lineOf = (act: string): string => LINE[act] ?? `leg.${act}`;

/**
 * I2 and the clients' own log: each act that was acknowledged stands in its office's history once for each time it was
 * acknowledged, and nothing stands there that nobody did.
 */
export async function everyActOnce(network: FaultNetwork, operations: Operations): Promise<Problems> {
  const found: string[] = [];
  const settled = new Set(
    operations
      .all()
      .filter(({ what }) => what === 'ok' || what === 'fail')
      .map(({ key }) => key),
  );
  const open = operations.all().filter(({ what, key }) => what === 'invoke' && !settled.has(key));
  for (const { node, path } of open) found.push(`${node} ${path} was never settled`);
  for (const node of OFFICE_NAMES) {
    const done = new Map<string, number>();
    for (const { what, path, node: at } of operations.all()) {
      if (what !== 'ok' || at !== node) continue;
      const [, , kind, id, act = 'register'] = path.split('/');
      const line = `${kind === 'legs' ? (id ?? '') : ''} ${lineOf(act)}`;
      done.set(line, (done.get(line) ?? 0) + 1);
    }
    const rows = await network.sql(
      `SELECT LOWER(HEX(leg_id)) AS leg, act, COUNT(*) AS n FROM {${node}}.casework_action
       WHERE act LIKE 'leg.%' OR act IN ('register', 'recall-asked', 'notify', 'close') GROUP BY leg_id, act`,
    );
    const lines = new Map(
      rows.map((row) => [`${hyphened(row['leg'])} ${String(row['act'])}`, Number(row['n'])]),
    );
    for (const [line, times] of done) {
      // An assignment's line stands on the case; register, too.
      const there = line.startsWith(' ') ? undefined : lines.get(line);
      if (!line.startsWith(' ') && there !== times) {
        found.push(`${node} ${line}: acknowledged ${times} times, in the history ${there ?? 0} times`);
      }
    }
    const registered = done.get(' register') ?? 0;
    const cases = await network.sql(
      `SELECT COUNT(*) AS n FROM {${node}}.casework_case WHERE incoming_leg IS NULL`,
    );
    const there = Number(cases[0]?.['n'] ?? 0);
    if (registered !== there)
      found.push(`${node}: ${registered} registrations acknowledged, ${there} cases of its own`);
  }
  return found;
}

const hyphened = (hex: unknown): string =>
  typeof hex === 'string'
    ? [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
    : '';

/** I4: the two ends of each leg hold the same: state, round, limits, dates, numbers. */
export async function endsAgree(network: FaultNetwork): Promise<Problems> {
  const seen = new Map<string, { node: string; state: string; digest: string }[]>();
  for (const office of network.all()) {
    let after = '';
    do {
      const answer = await fetch(
        new URL(`/api/legs?limit=200${after === '' ? '' : `&after=${after}`}`, office.url),
        {
          headers: { 'x-start-token': network.token },
        },
      );
      const page = pageOf(legView).parse(await answer.json());
      for (const { id, state, digest } of page.items) {
        seen.set(id, [...(seen.get(id) ?? []), { node: office.node, state, digest }]);
      }
      after = page.next === null ? '' : encodeURIComponent(page.next);
    } while (after !== '');
  }
  return [...seen].flatMap(([id, ends]) =>
    new Set(ends.map(({ digest }) => digest)).size === 1
      ? []
      : [
          `leg ${id}: ${ends.map(({ node, state, digest }) => `${node} ${state} ${digest.slice(0, 8)}`).join(', ')}`,
        ],
  );
}

/** I7: memory, connections and Redis stay within bounds, and nothing waits any more. */
export async function bounded(network: FaultNetwork): Promise<Problems> {
  const found: string[] = [];
  for (const office of network.all()) {
    const kilobytes = Number(
      /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${office.pid}/status`, 'utf8'))?.[1] ?? 0,
    );
    if (kilobytes > 300_000) found.push(`${office.node} holds ${Math.round(kilobytes / 1_000)} MB`);
    const waiting = await network.sql(
      `SELECT COUNT(*) AS n FROM {${office.node}}.exchange_outbox WHERE status < 3 AND sequence IS NOT NULL`,
    );
    if (Number(waiting[0]?.['n']) > 0)
      found.push(`${office.node} still has ${String(waiting[0]?.['n'])} unanswered messages`);
  }
  const connections = await network.sql(
    "SELECT COUNT(*) AS n FROM information_schema.PROCESSLIST WHERE USER = 'huiyin'",
  );
  const most = OFFICE_NAMES.length * 4;
  if (Number(connections[0]?.['n']) > most)
    found.push(`${String(connections[0]?.['n'])} database connections, at most ${most} are allowed`);
  return found;
}

/** I11: the planted name and sentence are in no file of Redis and in no log. */
export function nothingInTheOpen(network: FaultNetwork): Problems {
  const files = [...filesIn(join(network.dataDir, 'redis')), ...filesIn(join(network.dataDir, 'logs'))];
  return files.flatMap((file) => {
    const bytes = readFileSync(file);
    return Object.values(PLANTED).flatMap((planted) =>
      [Buffer.from(planted), Buffer.from(Buffer.from(planted).toString('base64').slice(2, -4))].some(
        (needle) => bytes.includes(needle),
      )
        ? [`"${planted}" stands in ${file.slice(network.dataDir.length + 1)}`]
        : [],
    );
  });
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile());
}

/** I12: a deadline's event is written neither before its end nor later than the next sweep. */
export async function deadlinesInTime(network: FaultNetwork): Promise<Problems> {
  const found: string[] = [];
  for (const office of network.all()) {
    const today = (await network.state(office))?.today;
    if (today === undefined) return [`${office.node} does not tell its day`];
    const rows = await network.sql(
      `SELECT HEX(subject_id) AS id, due, overdue_on FROM {${office.node}}.casework_clock
       WHERE overdue_on <= due OR (overdue_on IS NULL AND due < ?)`,
      [today],
    );
    for (const row of rows)
      found.push(
        `${office.node} ${String(row['id'])}: due ${String(row['due'])}, written ${String(row['overdue_on'])}`,
      );
  }
  return found;
}

const logLine = z.looseObject({ event: z.exactOptional(z.string()), msg: z.exactOptional(z.string()) });

/** I13, the first half: no office reported a rejection that nobody handled. */
export function noUnhandled(network: FaultNetwork): Problems {
  return filesIn(join(network.dataDir, 'logs')).flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => /unhandled|uncaught|TypeError|ReferenceError|^Node\.js v/i.test(line))
      .slice(0, 3)
      .map(
        (line) =>
          `${file.slice(network.dataDir.length + 1)}: ${logLine.safeParse(safeJson(line)).data?.event ?? line.slice(0, 200)}`,
      ),
  );
}

function safeJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

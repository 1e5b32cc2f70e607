import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { legView, pageOf } from '#contract';
import { PLANTED } from '../clients/clerk.js';
import type { Operations } from '../clients/operations.js';
import { type FaultNetwork, OFFICE_NAMES } from '../world/network.js';
import type { Problems } from './exchange.js';
import { expectedAt, historyOf, lostLegs } from './set-back.js';

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
/** `LEG ACT`; an act on a case has no leg before it. */
export function lineOf(path: string): string {
  const [, , kind, id, act = 'register'] = path.split('/');
  return `${kind === 'legs' ? (id ?? '') : ''} ${LINE[act] ?? `leg.${act}`}`;
}

/**
 * I2 and the clients' own log: each act that was acknowledged stands in its office's history once for each time it was
 * acknowledged, and nothing stands there that nobody did. Of an office whose database was set back, exactly that is
 * missing of which no other office holds a message.
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
  const lost = lostLegs(operations);
  for (const node of OFFICE_NAMES) {
    const expected = await expectedAt(network, operations, node, lineOf);
    const lines = await historyOf(network, node);
    for (const [line, times] of expected.lines) {
      const there = lines.get(line) ?? 0;
      // What an older state or the peer's texts still knew of a leg that did not come back whole may stand there.
      if (lost.has(line.split(' ')[0] ?? '') && there >= times && there <= times + 1) continue;
      if (there !== times)
        found.push(`${node} ${line}: to stand there ${times} times, in the history ${there} times`);
    }
    const cases = await network.sql(
      `SELECT COUNT(*) AS n FROM {${node}}.casework_case WHERE incoming_leg IS NULL`,
    );
    const there = Number(cases[0]?.['n'] ?? 0);
    if (expected.registrations !== there)
      found.push(
        `${node}: ${expected.registrations} registrations to stand there, ${there} cases of its own`,
      );
  }
  return found;
}

/** A leg that was taken in has two ends. */
async function legsWithOneEnd(network: FaultNetwork, operations: Operations): Promise<Problems> {
  const found: string[] = [];
  const lost = lostLegs(operations);
  for (const from of OFFICE_NAMES) {
    for (const to of OFFICE_NAMES.filter((name) => name !== from)) {
      const rows = await network.sql(
        `SELECT o.stream_id AS leg, a.id IS NOT NULL AS sent, b.id IS NOT NULL AS got
         FROM {${from}}.exchange_outbox o
         JOIN {${to}}.exchange_inbox i ON i.id = o.id AND i.status = 1
         LEFT JOIN {${from}}.casework_leg a ON a.id = UNHEX(REPLACE(o.stream_id, '-', ''))
         LEFT JOIN {${to}}.casework_leg b ON b.id = UNHEX(REPLACE(o.stream_id, '-', ''))
         WHERE o.dest = ? AND o.type = 'huiyin.leg.sent.v1' AND (a.id IS NULL OR b.id IS NULL)`,
        [to],
      );
      for (const { leg, sent, got } of rows) {
        if (!lost.has(String(leg)))
          found.push(`leg ${String(leg)}: at ${from} ${String(sent)}, at ${to} ${String(got)}`);
      }
    }
  }
  return found;
}

/** I4: each leg that was taken in is at both ends, and both hold the same: state, round, limits, dates, numbers. */
export async function endsAgree(network: FaultNetwork, operations: Operations): Promise<Problems> {
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
  const lost = lostLegs(operations);
  const different = [...seen].flatMap(([id, ends]) =>
    new Set(ends.map(({ digest }) => digest)).size === 1 || lost.has(id)
      ? []
      : [
          `leg ${id}: ${ends.map(({ node, state, digest }) => `${node} ${state} ${digest.slice(0, 8)}`).join(', ')}`,
        ],
  );
  return [...(await legsWithOneEnd(network, operations)), ...different];
}

/** I7: memory, connections and Redis stay within bounds, and nothing waits any more. */
export async function bounded(network: FaultNetwork): Promise<Problems> {
  const found: string[] = [];
  for (const office of network.all()) {
    if (!office.alive) {
      found.push(`${office.node} is not alive`);
      continue;
    }
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

/** I13, the first half: no office ended by itself, and none reported a rejection that nobody handled. */
export function noUnhandled(network: FaultNetwork): Problems {
  return [...network.all().flatMap(({ ownEnds }) => ownEnds), ...unhandledIn(network)];
}

function unhandledIn(network: FaultNetwork): Problems {
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

import type { SchemaState } from '#persistence';
import { z } from 'zod';
import { table } from './table.js';

/** What a running node answers, as far as it is shown: a field more is no error. */
export const recoveryShown = z.looseObject({
  epoch: z.number(),
  peers: z.array(z.looseObject({ peer: z.string(), greeted: z.boolean(), recovering: z.boolean() })),
  refilled: z.array(
    z.looseObject({
      peer: z.string(),
      stream: z.looseObject({ kind: z.string(), id: z.string() }),
      epoch: z.number(),
      sent: z.number(),
      applied: z.number(),
      gone: z.number(),
      notRebuilt: z.number(),
      renumbered: z.number(),
      reason: z.string().optional(),
      at: z.string(),
    }),
  ),
  leftOut: z
    .array(
      z.looseObject({
        peer: z.string(),
        type: z.string(),
        subject: z.string(),
        kind: z.string(),
        reason: z.string(),
        told: z.looseObject({ en: z.string() }),
      }),
    )
    .default([]),
  leftOutMore: z.number().default(0),
  neverComesBack: z.array(z.looseObject({ en: z.string() })).default([]),
});
export type Recovery = z.infer<typeof recoveryShown>;
type Line = Recovery['refilled'][number];

export const comparedShown = z.looseObject({
  peer: z.string(),
  answered: z.boolean(),
  refilling: z.number(),
  streams: z.array(z.looseObject({ what: z.string() })),
});
export type Compared = z.infer<typeof comparedShown>;

/** A schema in a sentence. */
export function stateInWords(node: string, state: SchemaState): string {
  switch (state.kind) {
    case 'unmigrated':
      return `The database of ${node} has no tables: npm run migrate makes them (npm start and a restore do so themselves).`;
    case 'restoring':
      return `A backup is being put into the database of ${node}, or that was cut off: run the restore again.`;
    case 'empty':
      return `The database of ${node} is empty: no matter, and no message ever sent or taken.`;
    case 'holds': {
      const { cases, sent, taken, epoch, lastAct } = state;
      const last = lastAct === undefined ? 'no act yet' : `the last act of ${lastAct.toISOString()}`;
      return `The database of ${node} holds ${String(cases)} matters, ${String(sent)} messages sent and ${String(taken)} taken, ${last}, epoch ${String(epoch)}. Whether that is all, the other offices tell once it runs.`;
    }
  }
}

/** What the comparison with the peers says about a running node. */
export function standingInWords(
  node: string,
  { peers }: Pick<Recovery, 'peers'>,
  compared: readonly Compared[],
): string {
  const recovering = peers.filter((one) => one.recovering).map(({ peer }) => peer);
  if (recovering.length > 0)
    return `${node} is being refilled already, from ${recovering.join(', ')}: it had noticed by itself that its database was set back.`;
  const behind = compared.flatMap(({ peer, streams }) =>
    streams.filter(({ what }) => what === 'behind-here').map(() => peer),
  );
  if (behind.length > 0)
    return `The database of ${node} is older than what ${[...new Set(behind)].join(', ')} hold: ${String(behind.length)} streams are taken back now.`;
  const answered = compared.filter((one) => one.answered).length;
  if (answered === 0) return `No office has answered ${node} yet: it says hello again and again.`;
  return `The database of ${node} is as its peers know it (${String(answered)} answered): nothing is missing here.`;
}

/** What came back since the office was last set back, from whom, and what cannot. */
export function recoveryReport(
  node: string,
  { epoch, peers, refilled, leftOut, leftOutMore, neverComesBack }: Recovery,
  silent: readonly string[],
): string {
  const lines = refilled.filter((line) => line.epoch === epoch);
  const names = [...new Set(lines.map(({ peer }) => peer))].toSorted();
  const rows = names.map((peer) => {
    const own = lines.filter((line) => line.peer === peer);
    return [
      peer,
      String(own.length),
      ...COLUMNS.map((column) => String(own.reduce((sum, line) => sum + line[column], 0))),
    ];
  });
  const head = [
    'from',
    'streams',
    'own messages',
    'its messages',
    'text gone',
    'not taken up',
    'follow anew',
  ];
  const agreed = peers.filter((one) => one.greeted && !one.recovering).length;
  return [
    `${node}: epoch ${String(epoch)}; ${String(agreed)} of ${String(peers.length)} offices agree with it.\n`,
    table(head, rows, 'Nothing had to come back.'),
    ...(leftOut.length > 0 ? leftOutOf(leftOut, leftOutMore) : troubleOf(lines)),
    ...silent.map((peer) => `${peer} did not answer: run this again when it runs and can be reached.\n`),
    ...(lines.length === 0 ? [] : neverOf(neverComesBack)),
  ].join('');
}

const COLUMNS = ['sent', 'applied', 'gone', 'notRebuilt', 'renumbered'] as const;

/** Why messages were not taken up by the office: each reason with how often, most often first. */
function troubleOf(lines: readonly Line[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { reason, notRebuilt } of lines)
    if (reason !== undefined) counts.set(reason, (counts.get(reason) ?? 0) + notRebuilt);
  if (counts.size === 0) return [];
  const rows = [...counts].toSorted(([, one], [, other]) => other - one);
  return [
    'Kept in the exchange but not taken up by the office; somebody must look (npm run -s exchange, the messages are whole):\n',
    ...rows.map(([reason, count]) => `  ${String(count)} × ${reason}\n`),
  ];
}

/** Lines of one reason that are printed; the others are counted. */
const LINES_SHOWN = 40;

/** Each message that stands not, or not whole, in the casework, under what is missing and what to do about it. */
function leftOutOf(leftOut: Recovery['leftOut'], more: number): readonly string[] {
  const byReason = new Map<string, Recovery['leftOut']>();
  for (const line of leftOut) byReason.set(line.reason, [...(byReason.get(line.reason) ?? []), line]);
  const rows = [...byReason].toSorted(([, one], [, other]) => other.length - one.length);
  return [
    'Back in the exchange, whole and proven, but not or not wholly in the casework:\n',
    ...rows.flatMap(([reason, lines]) => [
      `  ${String(lines.length)} × ${reason}: ${lines[0]?.told.en ?? ''}\n`,
      ...lines.slice(0, LINES_SHOWN).map(({ subject, type, peer, kind }) => {
        const again = kind === 'waiting' ? '; tried again when more is back' : '';
        return `      ${subject} ${type} (${peer}${again})\n`;
      }),
      ...(lines.length > LINES_SHOWN ? [`      and ${String(lines.length - LINES_SHOWN)} more\n`] : []),
    ]),
    ...(more > 0 ? [`  and ${String(more)} messages more\n`] : []),
  ];
}

const neverOf = (sentences: Recovery['neverComesBack']): readonly string[] =>
  sentences.length === 0
    ? [CANNOT]
    : ['Does not come back, for no other office holds it:\n', ...sentences.map(({ en }) => `  - ${en}\n`)];

/** What an older node does not say itself. */
const CANNOT =
  'Does not come back from other offices: matters that were never sent to one, their items and history before the sending,\ndrafts, and what is on paper only. Attachments are files in DATA_DIR and were no part of the database.\n';

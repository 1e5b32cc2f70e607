import { pageOf } from '#contract';
import { z } from 'zod';
import { readQuestion, type Request, type Surroundings, USAGE } from './exchange-arguments.js';
import { compare } from './exchange-compare.js';
import { NoAnswer, refusalOf, requestNode, sentenceOf } from './exchange-request.js';
import { table } from './table.js';

interface Answered {
  readonly code: 0 | 1 | 2;
  readonly out: string;
  readonly err: string;
}

interface Reach extends Surroundings {
  readonly fetch: typeof fetch;
  /** Tells how far it is, while it waits. */
  readonly say: (line: string) => void;
}

/** Asks a running node and tells what it answered. */
export async function runExchange(argv: readonly string[], reach: Reach): Promise<Answered> {
  let asked: ReturnType<typeof readQuestion>;
  try {
    asked = readQuestion(argv, reach);
  } catch (error) {
    return { code: 2, out: '', err: `${sentenceOf(error)}\n\n${USAGE}` };
  }
  if ('at' in asked) return compare(asked, reach.fetch, reach.say);
  try {
    const { ok, json } = await requestNode(reach.fetch, asked, asked.path, asked.body);
    if (!ok) return { code: 1, out: asked.json ? line(json) : '', err: refusalOf(json) };
    return { code: 0, out: asked.json ? line(json) : told(asked, json), err: '' };
  } catch (error) {
    if (error instanceof NoAnswer) return { code: 1, out: '', err: `${error.message}\n` };
    throw error;
  }
}

const line = (json: unknown): string => `${JSON.stringify(json, null, 2)}\n`;

/* What the node answers, as far as it is shown: a field more is no error. */
/** An older node says nothing of them. */
const papersShown = z
  .looseObject({ wanted: z.number(), oldestMs: z.number(), failing: z.number() })
  .default({ wanted: 0, oldestMs: 0, failing: 0 });
const statusShown = z.looseObject({
  papers: papersShown,
  node: z.string(),
  pending: z.number(),
  parked: z.number(),
  quarantined: z.number(),
  alarms: z.number(),
  oldestMs: z.number(),
  peers: z.array(
    z.looseObject({
      peer: z.string(),
      unanswered: z.number(),
      oldestMs: z.number(),
      inFlight: z.number(),
      parked: z.number(),
      quarantined: z.number(),
      silentMs: z.number().nullable(),
    }),
  ),
});
const quarantineShown = pageOf(
  z.looseObject({
    id: z.string(),
    at: z.string(),
    kind: z.string(),
    reason: z.string(),
    source: z.string().optional(),
    type: z.string().optional(),
    subject: z.string().optional(),
    acknowledged: z.unknown(),
  }),
);
const operationsShown = pageOf(
  z.looseObject({
    at: z.string(),
    act: z.string(),
    target: z.string(),
    unit: z.string(),
    by: z.string(),
    reason: z.string().optional(),
    outcome: z.string(),
  }),
);
const redecidedShown = z.looseObject({
  id: z.string(),
  dryRun: z.boolean(),
  already: z.boolean(),
  messages: z.array(
    z.looseObject({
      id: z.string(),
      now: z.string(),
      sequence: z.number().optional(),
      type: z.string().optional(),
      reason: z.string().optional(),
    }),
  ),
});

function told({ what }: Request, json: unknown): string {
  switch (what) {
    case 'status':
      return toldStatus(statusShown.parse(json));
    case 'list': {
      const { items } = quarantineShown.parse(json);
      const rows = items.map(({ id, at, kind, reason, source, type, subject, acknowledged }) => [
        ...[id, at, kind, reason, source ?? '', type ?? '', subject ?? ''],
        acknowledged === undefined ? '' : 'noted',
      ]);
      return table(['id', 'at', 'kind', 'reason', 'from', 'type', 'case', ''], rows, 'Nothing is put away.');
    }
    case 'operations': {
      const { items } = operationsShown.parse(json);
      const rows = items.map(({ at, act, target, unit, by, outcome, reason }) => [
        ...[at, act, target, `${unit}/${by}`, outcome, reason ?? ''],
      ]);
      return table(
        ['at', 'act', 'target', 'by', 'outcome', 'reason'],
        rows,
        'No operator has done anything.',
      );
    }
    case 'retry':
    case 'drop':
      return toldDecided(redecidedShown.parse(json));
  }
}

function toldStatus({ peers, ...status }: z.infer<typeof statusShown>): string {
  const { node, pending, parked, quarantined, alarms, oldestMs, papers } = status;
  const head = `${node}: ${pending} unanswered (oldest ${seconds(oldestMs)}), ${parked} waiting for an earlier one, ${quarantined} put away, ${alarms} alarms\n${toldPapers(papers)}`;
  const rows = peers.map((peer) => [
    peer.peer,
    ...[peer.unanswered, peer.inFlight, peer.parked, peer.quarantined].map(String),
    seconds(peer.oldestMs),
    peer.silentMs === null ? '' : seconds(peer.silentMs),
  ]);
  const columns = ['peer', 'unanswered', 'frames', 'waiting', 'put away', 'oldest', 'silent'];
  return head + table(columns, rows, 'Nothing is under way.');
}

const toldPapers = ({ wanted, oldestMs, failing }: z.infer<typeof papersShown>): string =>
  wanted === 0
    ? ''
    : `files: ${wanted} to be fetched (oldest ${seconds(oldestMs)}), ${failing} of them need somebody (GET /api/cases/{id}/enclosures says what)\n`;

const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`;

function toldDecided({ id, dryRun, already, messages }: z.infer<typeof redecidedShown>): string {
  const head = dryRun
    ? `${id}: nothing was changed; this would happen:`
    : already
      ? `${id}: done before; its sender was told once more`
      : `${id}: done`;
  const lines = messages.map(({ id: message, now, sequence, type, reason }) =>
    ['  ', message, sequence ?? '', type ?? '', '→', now, reason ?? '']
      .filter((part) => part !== '')
      .join(' '),
  );
  return [head, ...lines].join('\n') + '\n';
}

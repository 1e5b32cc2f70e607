import { type ActName, ACTS } from '#contract';
import type { LegRow } from '#casework';
import { LEG_TABLE, type LegState } from '#domain';
import { EXAMPLES } from '../../libs/api/src/docs/examples.js';
import { agencyActs } from '../../apps/agency/src/agency.policy.js';
import { cityActs } from '../../apps/city/src/city.policy.js';
import { committeeActs } from '../../apps/committee/src/committee.policy.js';
import { townshipActs } from '../../apps/township/src/township.policy.js';
import { RESULT, type TwinMatter } from './twin-matter.js';

/*
 * Every act that one end of a leg may do against every act that the other end may do at the same moment: both are
 * done before either is delivered. The acts are those of the contract and of the roles' policies, so a new act is
 * crossed with all others without a line here.
 */

/** A leg that was brought to a state at both ends, with nothing under way. */
export interface Situation {
  readonly name: string;
  readonly state: LegState;
  readonly sender: string;
  readonly receiver: string;
  readonly build: () => Promise<TwinMatter>;
  readonly leg: (row: LegRow) => boolean;
}

/** Bodies that fit the sample network better than the examples of the page. */
const BODIES: Readonly<Partial<Record<ActName, object>>> = {
  report: RESULT,
  mediated: RESULT,
  assign: { to: 'agency:health', wants: 'result', days: 5 },
  refer: { to: 'agency:health', feedbackBy: '5日' },
  dispatch: { receivers: [{ to: 'agency:health', kind: 'assign', days: 5 }] },
  meeting: {
    kind: 'coordination',
    parties: ['agency:health', 'agency:court'],
    decides: { lead: 'agency:health', co: ['agency:court'], days: 5 },
  },
  'request-extension': { days: 10, reason: '需鉴定' },
  'pass-on': { to: 'unit:yi-government' },
};

/** Lists what a node of each role may post. */
const POLICIES = { city: cityActs, township: townshipActs, committee: committeeActs, agency: agencyActs };

/** A verdict has three faces; each is an act of its own here. */
const VERDICTS = ['pass', 'supplement', 'redo'] as const;

export interface Attempt {
  readonly name: string;
  readonly act: ActName;
  readonly body: object;
}

const bodyOf = (act: ActName): object => {
  const { actor: _actor, ...body }: { actor: object } = { ...EXAMPLES[act] };
  return { ...body, ...BODIES[act] };
};

/** Everything that a node of this role could try on a case or a leg. */
export function attemptsOf(net: TwinMatter['net'], node: string): readonly Attempt[] {
  const role = net.node('city').desk.office.unit(node)?.role ?? 'agency';
  return (
    POLICIES[role]
      // An act without a version is done to no case and no leg.
      .filter((act: ActName) => 'version' in ACTS[act].body.shape)
      .flatMap((act: ActName): Attempt[] =>
        act === 'review' || act === 'review-slip'
          ? VERDICTS.map((verdict) => ({
              name: `${act} ${verdict}`,
              act,
              body: { verdict, remarks: ['缺材料'] },
            }))
          : [{ name: act, act, body: bodyOf(act) }],
      )
  );
}

/** Posts an attempt at one end and delivers nothing; false: refused, and nothing has changed. */
export async function attempt(
  matter: TwinMatter,
  { leg: is, ...situation }: Situation,
  end: 'sender' | 'receiver',
  { act, body }: Attempt,
): Promise<boolean> {
  const node = situation[end];
  const { leg, version } = matter.legAt(node, is);
  const unit = end === 'sender' ? leg.from : leg.to;
  const subject =
    ACTS[act].on === 'legs'
      ? { id: leg.id, version }
      : { id: matter.caseAt(node).matter.id, version: matter.caseAt(node).version };
  const parsed = ACTS[act].body.safeParse({ actor: { unit }, ...body, version: subject.version });
  if (!parsed.success) throw new Error(`${act}: ${parsed.error.message}`);
  return matter.net.attempt(node, act, subject.id, parsed.data);
}

/** Messages that are committed at a node and not handed over yet. */
export const waiting = (matter: TwinMatter, node: string): number =>
  matter.net.node(node).office.memory.outbox.length;

/** Copies lists, maps and the sections that hold them; the rows in them are replaced, never changed. */
function copied<T>(held: T): T;
function copied(held: unknown): unknown {
  if (held instanceof Map) return new Map(held);
  if (held instanceof Set) return new Set(held);
  if (Array.isArray(held)) return Array.from<unknown>(held);
  if (typeof held !== 'object' || held === null) return held;
  return Object.fromEntries(Object.entries(held).map(([name, section]) => [name, copied(section)]));
}

/** Everything that the offices hold now; what it returns brings it back. Nothing may be under way. */
export function kept({ net }: TwinMatter): () => void {
  const memories = [...net.nodes.values()].map(({ office }) => [office, copied(office.memory)] as const);
  return () => {
    for (const [office, memory] of memories) office.memory = copied(memory);
    net.quarantine.splice(0);
  };
}

/** What the history of a node says of a leg, in order. */
export const eventsAt = (matter: TwinMatter, node: string, legId: string): readonly string[] =>
  matter.net
    .node(node)
    .office.memory.history.filter((line) => line.legId === legId && line.act.startsWith('leg.'))
    .map((line) => line.act.slice('leg.'.length));

/** Whether the table leads from one state to another by these events, whatever conditions its rows have. */
export function leads(from: LegState, events: readonly string[], to: LegState): boolean {
  let reached = new Set<LegState>([from]);
  for (const event of events) {
    const next = LEG_TABLE.filter((row) => reached.has(row.from) && row.event === event);
    reached = new Set(next.map((row) => row.to));
  }
  return reached.has(to);
}

import type { Case } from '../case/case.js';
import { isOpenLeg } from '../leg/leg.js';
import { isLinkedAway } from '../matter/link-case.js';
import type { Clock } from '../time/clock.js';
import type { LocalDate } from '../time/local-date.js';
import type { LegFacts, WorklistFacts, WorklistPlace } from './facts.js';
import { readerOf, receiverReason, senderReason } from './leg-duties.js';
import type { WorklistReason } from './worklist.js';

/** One thing that somebody has to do with a matter. */
export interface Duty {
  readonly why: WorklistReason;
  /** The unit at this node on whose lists it stands. */
  readonly unit: string;
  readonly leg?: LegFacts['leg'];
  /** What runs meanwhile. */
  readonly clocks: readonly Clock[];
  /** Where a date without a clock bounds it: the reply to a letter. */
  readonly by?: LocalDate;
  /** The day since which it stands so, as far as the row tells. */
  readonly since: LocalDate;
}

/** Everything to be done or waited for with one case at one node. A linked item owes nothing of its own. */
export function dutiesOf(facts: WorklistFacts, place: WorklistPlace): readonly Duty[] {
  if (isLinkedAway(facts.matter)) return [];
  const ofLegs = facts.legs.flatMap((one) => legDuties(one, facts, place));
  return [...caseDuty(facts, ofLegs, place), ...ofLegs, ...letterDuties(facts, place)];
}

function legDuties(one: LegFacts, facts: WorklistFacts, place: WorklistPlace): readonly Duty[] {
  const { leg } = one;
  const { node } = place;
  const at = (why: WorklistReason | undefined, unit: string | undefined): readonly Duty[] =>
    why === undefined || unit === undefined
      ? []
      : [{ why, unit, leg, clocks: leg.clocks, since: leg.sentOn }];
  const received =
    leg.toNode === node
      ? at(receiverReason(leg, facts.legs, node), readerOf(leg.to, leg.fromNode, place))
      : [];
  const sent = leg.fromNode === node ? at(sentReason(one, facts), readerOf(leg.from, leg.toNode, place)) : [];
  return [...received, ...sent];
}

/** A returned leg is taken up again only while its case is under way. */
function sentReason(one: LegFacts, facts: WorklistFacts): WorklistReason | undefined {
  const why = senderReason(one, facts);
  return why === 'returned' && !UNDER_WAY.includes(facts.matter.state) ? undefined : why;
}

const UNDER_WAY: readonly Case['state'][] = ['REGISTERED', 'SUBMITTED', 'OUT'];

/** What the office itself owes for the case, where no leg says it already: one row at most. */
function caseDuty(facts: WorklistFacts, ofLegs: readonly Duty[], place: WorklistPlace): readonly Duty[] {
  const { matter } = facts;
  const why = caseReason(facts, ofLegs, place);
  if (why === undefined) return [];
  return [{ why, unit: place.node, clocks: matter.clocks, since: matter.receivedOn }];
}

function caseReason(
  { matter, legs }: WorklistFacts,
  ofLegs: readonly Duty[],
  { node }: WorklistPlace,
): WorklistReason | undefined {
  const sent = legs.filter(({ leg }) => leg.fromNode === node && leg.kind !== 'slip');
  const received = legs.some(({ leg }) => leg.toNode === node && leg.fromNode !== node && isOpenLeg(leg));
  const notice = owesNotice(matter) ? 'notify' : undefined;
  switch (matter.state) {
    case 'RECEIVED':
      return received ? undefined : 'register';
    case 'SUBMITTED':
      return 'instruct';
    case 'REGISTERED':
      return received || ofLegs.some(({ why }) => why === 'returned') ? notice : 'dispatch';
    case 'OUT':
      if (received || sent.some(({ leg }) => isOpenLeg(leg)) || ofLegs.some(({ why }) => why === 'returned'))
        return notice;
      return sent.some(({ leg }) => leg.state === 'DONE') ? 'answer' : 'dispatch';
    case 'ANSWERED':
      return 'close';
    case 'CLOSED':
    case 'ARCHIVED':
    case 'REJECTED':
    case 'LED_AWAY':
    case 'LINKED':
    case 'KEPT':
    case 'BARRED':
    case 'WITHDRAWN':
    case 'TOLD':
      return undefined;
  }
}

const owesNotice = (matter: Case): boolean =>
  matter.notified === undefined && matter.clocks.some(({ id, metOn }) => id === 'C2' && metOn === undefined);

/** Letters of supervision with their own dates, and reminders that wait for a signature. */
function letterDuties(facts: WorklistFacts, place: WorklistPlace): readonly Duty[] {
  const { matter } = facts;
  const withLeg = (id: string, make: (one: LegFacts) => readonly Duty[]): readonly Duty[] => {
    const one = facts.legs.find(({ leg }) => leg.id === id);
    return one === undefined ? [] : make(one);
  };
  return [
    ...facts.letters.flatMap(({ legId, replyBy: by }) =>
      withLeg(legId, ({ leg }) => {
        const holder = leg.toNode === place.node ? readerOf(leg.to, leg.fromNode, place) : undefined;
        const sender = leg.fromNode === place.node ? readerOf(leg.from, leg.toNode, place) : undefined;
        const row = { leg, clocks: [], by, since: leg.sentOn };
        return [
          ...(holder === undefined ? [] : [{ ...row, why: 'answer-letter' as const, unit: holder }]),
          ...(sender === undefined ? [] : [{ ...row, why: 'letter-reply' as const, unit: sender }]),
        ];
      }),
    ),
    ...facts.superiors.map((by) => ({
      why: 'answer-superior' as const,
      unit: place.node,
      clocks: [],
      by,
      since: matter.receivedOn,
    })),
    ...facts.tasks.map(({ unit, by }) => ({
      why: 'task' as const,
      unit,
      clocks: [],
      by,
      since: matter.receivedOn,
    })),
    ...facts.drafts.flatMap((id) =>
      withLeg(id, ({ leg }) => [
        { why: 'sign-reminder' as const, unit: place.node, leg, clocks: leg.clocks, since: leg.sentOn },
      ]),
    ),
  ];
}

import { z } from 'zod';
import { clockId } from '../messages/leg.js';
import { adviceView } from './advice-acts.js';
import { outgoing } from './guard-views.js';
import { meetingState } from './meeting-acts.js';
import { designationOffer } from './routing-views.js';
import { taskView } from './task-view.js';
import { caseState, lamp, legKind, legState, role, verdict, wants } from '../words.js';

/* What the screens read. Dates are legal days (YYYY-MM-DD), instants are UTC. */

export const clockView = z.strictObject({
  /** `<leg or case id>/<clock>/<n>`: the address of its working. */
  key: z.string(),
  id: clockId,
  /** Rule id, e.g. NAT.C4. */
  rule: z.string(),
  article: z.string(),
  start: z.string(),
  period: z.string(),
  raw: z.string(),
  effective: z.string(),
  provisional: z.boolean(),
  /** The effective end before the one extension; null: never extended. */
  original: z.string().nullable(),
  /** Days left out (听证), in the order of their entry; `until` null: it stands still. Absent: none. */
  pauses: z.exactOptional(
    z.array(z.strictObject({ from: z.string(), until: z.string().nullable(), why: z.string() })),
  ),
  /** The assigner's date that the end never passes; absent: none. */
  notAfter: z.exactOptional(z.string()),
  /** A duty of this office about a leg that it sent (C3.ruling, C6): the leg's id. */
  about: z.exactOptional(z.string()),
  /** The rule fell away in a newer pack: nothing is owed. */
  cleared: z.exactOptional(z.literal(true)),
  /** The day it was met; null while it runs. */
  met: z.string().nullable(),
  late: z.boolean(),
  lamp,
});

/** The three ticks of a sending. */
export const ticks = z.strictObject({
  /** The instant at which the addressee's node confirmed it; `on paper` legs: when the letter was printed. */
  delivered: z.string().nullable(),
  /** Registered there as No. X … */
  registeredAs: z.string().nullable(),
  /** … on date Y. */
  registeredOn: z.string().nullable(),
  /** Refused because Z, by a person or by the system. */
  refused: z.string().nullable(),
  /** The addressee has no node: its keeper enters its acts. */
  onPaper: z.boolean(),
});

export const legView = z.strictObject({
  id: z.string(),
  caseId: z.string(),
  originNumber: z.string(),
  version: z.int(),
  kind: legKind,
  wants,
  from: z.string(),
  to: z.string(),
  /** Who held the receiving end before, under the name of then (L1 24(2)); absent: nobody. */
  formerly: z.exactOptional(z.array(z.strictObject({ unit: z.string(), until: z.string() }))),
  state: legState,
  round: z.int(),
  letterNumber: z.string(),
  byMinutes: z.string().nullable(),
  reviewOf: z.string().nullable(),
  reviewers: z.array(z.string()),
  sentOn: z.string(),
  acceptedOn: z.string().nullable(),
  endedOn: z.string().nullable(),
  service: z.strictObject({ on: z.string(), how: z.string(), answered: z.boolean() }).nullable(),
  ticks,
  lamp,
  /** 上级期限缩短: since `on` only an end by `fits` leaves the office above its time; the limit stays. Absent: it fits. */
  limitWarning: z.exactOptional(z.strictObject({ on: z.string(), fits: z.string() })),
  /** The open clock with the nearest end. */
  nearest: clockView.nullable(),
  clocks: z.array(clockView),
  /** Digest over what both ends must hold alike (PROTOCOL.md). */
  digest: z.string(),
});

export const historyEntry = z.strictObject({
  seq: z.int(),
  caseId: z.string(),
  legId: z.string().nullable(),
  on: z.string(),
  at: z.string(),
  unit: z.string(),
  user: z.string(),
  role,
  act: z.string(),
  /** The article or rule it rests on. */
  basis: z.string(),
  /** The act in words, zh-CN; never a petitioner's name. */
  text: z.string(),
  onPaper: z.strictObject({ recordedBy: z.string(), source: z.string() }).nullable(),
});

export const toldView = z.strictObject({ on: z.string(), how: z.string(), done: z.boolean() }).nullable();

export const caseView = z.strictObject({
  id: z.string(),
  originNumber: z.string(),
  localNumber: z.string().nullable(),
  version: z.int(),
  state: caseState,
  receivedOn: z.string(),
  category: z.string().nullable(),
  route: z.string().nullable(),
  topic: z.string().nullable(),
  place: z.string().nullable(),
  incomingLeg: z.string().nullable(),
  notified: toldView,
  answered: toldView,
  closedOn: z.string().nullable(),
  /** The day of the last urgent report (L1 25); absent: none. */
  urgentOn: z.exactOptional(z.string()),
  /** 包案领导: the post and since when; absent: nobody was named here. */
  responsible: z.exactOptional(z.strictObject({ leader: z.string(), since: z.string() })),
  clocks: z.array(clockView),
  nearest: clockView.nullable(),
  lamp,
  /** What is out at others, as one line; absent: nothing was ever sent from here. */
  out: z.exactOptional(outgoing),
});

export const itemView = z.strictObject({
  id: z.string(),
  number: z.string(),
  form: z.string(),
  source: z.string(),
  receivedOn: z.string(),
  people: z.int(),
  /** 批次、人次 of a visit. */
  visit: z.exactOptional(z.strictObject({ batches: z.int(), persons: z.int() })),
  /** Group visits: elected so far; absent: not asked for. */
  representatives: z.exactOptional(z.int()),
  /** Its number in the register it was imported from. */
  oldNumber: z.exactOptional(z.string()),
});

export const documentView = z.strictObject({
  id: z.string(),
  legId: z.string().nullable(),
  kind: z.string(),
  number: z.string(),
  on: z.string(),
  unit: z.string(),
  signer: z.string(),
  text: z.string(),
  verdict: verdict.nullable(),
});

/** One case whole: its legs here, its items, its papers. */
export const caseDetail = caseView.extend({
  summary: z.string().nullable(),
  request: z.string().nullable(),
  respondents: z.array(z.string()),
  /** 目的 and 三跨三分离, at the office where it was registered; absent: not said. */
  purpose: z.exactOptional(z.string()),
  crossings: z.exactOptional(z.array(z.string())),
  items: z.array(itemView),
  legs: z.array(legView),
  documents: z.array(documentView),
  /** 建议 to organs, or received here (L1 40), with the answers; absent: none. */
  advice: z.exactOptional(z.array(adviceView)),
  /** 建议向上级申请延期: legs below ask for more than is left above; absent: none. Nothing is asked for by itself. */
  proposals: z.exactOptional(
    z.array(
      z.strictObject({
        /** The leg from above, which of its limits, and the request that would make room. */
        leg: z.string(),
        of: z.enum(['C4', "C4'"]),
        days: z.int(),
        until: z.string(),
        /** The leg below with the end that it asks for or has. */
        child: z.string(),
        letterNumber: z.string(),
        ends: z.string(),
      }),
    ),
  ),
  /** Two bodies refused: who decides between them (guard 13); absent: nothing to designate. */
  designation: z.exactOptional(designationOffer),
  /** 批示交办事项 of this case; absent: none. */
  tasks: z.exactOptional(z.array(taskView)),
});

export const workingDay = z.strictObject({ date: z.string(), counted: z.boolean(), why: z.string() });
/** How a date was worked out: every day counted or skipped, with the reason. */
export const clockWorking = clockView.extend({
  days: z.array(workingDay),
  note: z.string().nullable(),
  /** What gave the date: version of the rule pack and of the calendar, and of the calendar that counts now. */
  versions: z.exactOptional(
    z.strictObject({ pack: z.string(), calendar: z.string(), countedWith: z.string() }),
  ),
  /** The one extension: how long, when approved, from which end it runs. */
  extension: z.exactOptional(
    z.strictObject({ period: z.string(), approvedOn: z.string(), from: z.string() }),
  ),
});

export const competenceView = z.strictObject({
  topic: z.string(),
  to: z.string(),
  reviewer: z.string().nullable(),
  /** Where it comes from: the directory, or minutes No. X. */
  because: z.string(),
});

/** A meeting in a list, called by this office or by another that asked this one to come. */
export const meetingView = z.strictObject({
  id: z.string(),
  state: meetingState,
  role: z.enum(['convener', 'member']),
  /** Of the minutes; null before. */
  number: z.string().nullable(),
  kind: z.string(),
  title: z.string().nullable(),
  /** Of its one case; null: none yet, or several. */
  originNumber: z.string().nullable(),
  /** Cases on its agenda, as far as this office knows of them. */
  cases: z.int(),
  /** The day it is called for or was held on; null: not set. */
  heldOn: z.string().nullable(),
  convenedBy: z.string(),
  parties: z.array(z.string()),
  lead: z.string().nullable(),
  co: z.array(z.string()),
});

/** One office on the board. */
export const lane = z.strictObject({
  id: z.string(),
  zh: z.string(),
  en: z.string(),
  role: z.string(),
  level: z.string().nullable(),
});

/** The living board of the network as this node knows it. */
export const board = z.strictObject({
  node: z.string(),
  today: z.string(),
  simulated: z.boolean(),
  lanes: z.array(lane),
  cases: z.array(caseView),
  legs: z.array(legView),
});

/** Lists answer at most `limit` rows and the cursor of the next page. */
export const pageOf = <T extends z.ZodType>(row: T) =>
  z.strictObject({ items: z.array(row), next: z.string().nullable() });

/** RFC 9457 problem, with a slug, a sentence in both languages and the article. */
export const problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  slug: z.string(),
  zh: z.string(),
  en: z.string(),
  article: z.string().nullable(),
  /** The number of the guard that refused (1 to 16, README); null for a rule of order or of the border. */
  guard: z.int().min(1).max(16).nullable(),
  /** Where and what, one line each: `body.days: …`. */
  problems: z.array(z.string()),
  /** `stale-version`: what was done since the version that was seen, oldest first, at most 20 lines. */
  changed: z.exactOptional(z.array(historyEntry)),
});

export type ClockView = z.infer<typeof clockView>;
export type Ticks = z.infer<typeof ticks>;
export type LegView = z.infer<typeof legView>;
export type HistoryEntry = z.infer<typeof historyEntry>;
export type CaseView = z.infer<typeof caseView>;
export type ItemView = z.infer<typeof itemView>;
export type DocumentView = z.infer<typeof documentView>;
export type CaseDetail = z.infer<typeof caseDetail>;
export type ClockWorking = z.infer<typeof clockWorking>;
export type CompetenceView = z.infer<typeof competenceView>;
export type MeetingView = z.infer<typeof meetingView>;
export type Lane = z.infer<typeof lane>;
export type Board = z.infer<typeof board>;
export type Problem = z.infer<typeof problem>;
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

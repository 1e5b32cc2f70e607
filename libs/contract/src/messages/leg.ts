import { z } from 'zod';
import { day, instant, text, unitId, uuid } from '../text.js';
import { category, form, legKind, legState, role, route, source, verdict, wants } from '../words.js';

/*
 * What travels on a leg's stream. A stream belongs to the pair of nodes that opened it with `leg.sent`;
 * every later message is one event of that leg, decided at the end that the table of PROTOCOL.md names.
 */

/** C1 … C11; C4' is the limit that an assigner set. */
export const clockId = z.enum(['C1', 'C2', 'C3', 'C4', "C4'", 'C5', 'C6', 'C7', 'C8', 'C9', 'C10', 'C11']);

/** A period as data: {n: 15, unit: '日'}. */
export const periodValue = z.strictObject({
  n: z.int().min(1).max(3660),
  unit: z.enum(['日', '工作日', '月']),
});

/** A due date with the rule, version and calendar that gave it. */
export const clock = z.strictObject({
  id: clockId,
  rule: text(40),
  packVersion: text(40),
  article: text(200),
  start: day,
  period: periodValue,
  shift: z.enum(['next', 'none']),
  raw: day,
  effective: day,
  provisional: z.boolean(),
  calendarVersion: text(40),
  note: z.exactOptional(z.literal('[I]')),
  notAfter: z.exactOptional(day),
  extension: z.exactOptional(
    z.strictObject({
      period: periodValue,
      approvedOn: day,
      originalRaw: day,
      originalEffective: day,
      originalNotAfter: z.exactOptional(day),
    }),
  ),
  /** Days left out, such as a hearing's; without `until` the clock stands still. */
  pauses: z.exactOptional(
    z.array(z.strictObject({ from: day, until: z.exactOptional(day), why: text(4_000) })).max(40),
  ),
  metOn: z.exactOptional(day),
  /** The rule fell away in a newer pack: `metOn` is that day, and nothing is late. */
  cleared: z.exactOptional(z.literal(true)),
});

/** Who did it: unit, post and role; for a unit without a node also who entered it and from what. */
export const actor = z.strictObject({
  unit: unitId,
  user: text(40),
  role,
  onPaper: z.exactOptional(z.strictObject({ recordedBy: text(80), source: z.enum(['paper', 'telephone']) })),
});

/** The matter at the level that its handling needs. No petitioner's name is part of it. */
export const dossier = z.strictObject({
  form,
  source,
  people: z.int().min(1).max(100_000),
  visit: z.exactOptional(
    z.strictObject({ batches: z.int().min(1).max(1000), persons: z.int().min(1).max(100_000) }),
  ),
  representatives: z.exactOptional(z.int().min(0).max(5)),
  category,
  route,
  topic: text(120),
  place: text(120),
  summary: text(20_000),
  request: text(4_000),
  respondents: z.array(text(120)).max(50),
  receivedOn: day,
});

/** A report, an account, a verification report or a slip. */
export const reportPaper = z.strictObject({
  number: text(80),
  signer: text(40),
  result: text(20_000),
  outcome: z.exactOptional(text(40)),
  money: z.exactOptional(z.number().min(0).max(1e12)),
  parts: z.exactOptional(
    z.strictObject({
      basis: text(4_000),
      petitioner: text(4_000),
      problems: text(20_000),
      investigation: text(20_000),
      conclusion: z.exactOptional(text(20_000)),
    }),
  ),
  draftAnswer: z.exactOptional(text(20_000)),
  verification: z.exactOptional(z.boolean()),
  verdict: z.exactOptional(verdict),
  remarks: z.exactOptional(z.array(text(2_000)).max(50)),
});

/** The written answer reached the petitioner (`answered: true`), or the lawful reason why not stands in `how`. */
export const service = z.strictObject({
  on: day,
  how: text(400),
  proof: z.exactOptional(text(400)),
  answered: z.boolean(),
});

/** What can be extended: the legal limit (C4) or the limit that an assigner set (C4'). */
export const extensible = z.enum(['C4', "C4'"]);

/** A leg as its sender made it. */
export const leg = z.strictObject({
  id: uuid,
  originNumber: text(40),
  kind: legKind,
  wants,
  from: unitId,
  to: unitId,
  formerly: z.exactOptional(z.array(z.strictObject({ unit: unitId, node: unitId, until: day })).max(20)),
  fromNode: unitId,
  toNode: unitId,
  state: legState,
  round: z.int().min(1).max(1000),
  letterNumber: text(80),
  limit: z.strictObject({
    days: z.exactOptional(z.int().min(1).max(3650)),
    notAfter: z.exactOptional(day),
    feedback: z.exactOptional(periodValue),
  }),
  answeredBy: z.enum(['handler', 'sender']),
  byMinutes: z.exactOptional(text(80)),
  group: uuid,
  reviewers: z.strictObject({ committees: z.array(unitId).max(20), rule: z.enum(['all', 'any']) }),
  reviewOf: z.exactOptional(uuid),
  notifies: z.boolean(),
  senderNumber: text(80),
  receiverNumber: z.exactOptional(text(80)),
  sentOn: day,
  arrivedOn: z.exactOptional(day),
  signedOn: z.exactOptional(day),
  acceptedOn: z.exactOptional(day),
  deemed: z.exactOptional(z.boolean()),
  objections: z.int().min(0).max(1),
  reports: z.int().min(0).max(1000),
  reportedOn: z.exactOptional(day),
  passedOn: z.exactOptional(day),
  service: z.exactOptional(service),
  endedOn: z.exactOptional(day),
  convenedBy: z.exactOptional(z.enum(['sender', 'receiver'])),
  reviews: z.exactOptional(z.int().min(0).max(2)),
  pendingExtension: z.exactOptional(
    z.strictObject({
      of: extensible,
      days: z.int().min(1).max(365),
      reason: text(4_000),
      askedBy: text(40),
      askedOn: day,
    }),
  ),
  limitWarning: z.exactOptional(z.strictObject({ on: day, fits: day })),
  clocks: z.array(clock).max(40),
});

/** `huiyin.leg.sent.v1`: opens the stream. A slip also carries the report that it is to review. */
export const legSent = z.looseObject({
  leg,
  dossier,
  /** The instruction or note that goes with the letter. */
  note: z.exactOptional(text(4_000)),
  /** Slips only: the report under review. */
  report: z.exactOptional(reportPaper),
  /** An accusation, or a matter with an accusing part (L1 30(3)): who gets it sends it on only when it knows the accused. */
  guarded: z.exactOptional(z.boolean()),
  /** To a discipline organ only: whom the matter accuses, by name and, where known, by id. */
  accused: z.exactOptional(
    z.array(z.strictObject({ name: text(120), party: z.exactOptional(unitId) })).max(50),
  ),
});

const person = z.strictObject({
  name: z.exactOptional(text(200)),
  address: z.exactOptional(text(400)),
  phone: z.exactOptional(text(40)),
  note: z.exactOptional(text(400)),
});

/** `huiyin.leg.identity.v1`: who the petitioner is, apart from the dossier and only where the handling needs it. */
export const legIdentity = z.looseObject({
  legId: uuid,
  petitioner: person,
  /** 联名: further petitioners. Beside `petitioner`, so that a receiver that does not know it reads on. */
  others: z.exactOptional(z.array(person).max(200)),
});

/** `huiyin.leg.sealed.v1`: after a return or a recall the receiver sealed its copy. */
export const legSealed = z.looseObject({ legId: uuid, on: day });

/** `huiyin.leg.recall-asked.v1`: the sender asks for a leg back; the receiver decides and answers by message. */
export const recallAsked = z.looseObject({ legId: uuid, on: day, by: actor, reason: text(4_000) });

/** `huiyin.leg.recall-refused.v1`: it was accepted already; the leg goes on. */
export const recallRefused = z.looseObject({ legId: uuid, on: day, state: legState });

const none = z.strictObject({});
const reason = z.strictObject({ reason: text(4_000) });

/** What each event says beyond who, when and which clocks. */
export const LEG_EVENT_DATA = {
  arrive: none,
  sign: z.strictObject({ receiverNumber: text(80) }),
  'sign-by-minutes': z.strictObject({ receiverNumber: text(80) }),
  'refuse-by-guard': z.strictObject({ slug: text(60), article: z.exactOptional(text(200)) }),
  recall: reason,
  object: reason,
  'agree-return': z.strictObject({ reason: z.exactOptional(text(4_000)) }),
  'confirm-assignment': reason,
  accept: none,
  'deem-accepted': none,
  'pass-on': z.strictObject({ to: z.array(unitId).max(50), note: z.exactOptional(text(4_000)) }),
  handle: none,
  convene: z.strictObject({ meetingId: uuid, kind: text(40) }),
  'return-by-minutes': z.strictObject({ minutes: text(80) }),
  'wait-by-minutes': z.strictObject({ minutes: text(80) }),
  'objection-stands': reason,
  'back-in-hand': reason,
  notify: z.strictObject({ how: text(400), advice: z.exactOptional(text(4_000)) }),
  'request-extension': z.strictObject({ of: extensible, days: z.int().min(1).max(365), reason: text(4_000) }),
  'approve-extension': z.strictObject({ days: z.int().min(1).max(365), told: text(400) }),
  'refuse-extension': reason,
  'lapse-extension': none,
  'revoke-extension': z.strictObject({ of: extensible, reason: text(4_000) }),
  'interim-report': z.strictObject({ text: text(20_000) }),
  'pause-for-hearing': z.strictObject({ from: day, reason: text(4_000) }),
  'resume-after-hearing': z.strictObject({ until: day }),
  recount: z.strictObject({
    calendar: text(40),
    pack: text(40),
    moves: z
      .array(
        z.strictObject({
          clock: clockId,
          what: z.enum(['later', 'earlier-kept', 'confirmed', 'cleared']),
          from: day,
          to: day,
          by: text(100),
        }),
      )
      .max(40),
  }),
  'children-done': none,
  report: reportPaper,
  mediated: reportPaper,
  'lead-into-procedure': z.strictObject({ procedure: text(4_000) }),
  pass: z.strictObject({ slipNumbers: z.array(text(80)).max(20), note: z.exactOptional(text(4_000)) }),
  'take-note': none,
  supplement: z.strictObject({
    list: z.array(text(2_000)).min(1).max(50),
    slipNumber: z.exactOptional(text(80)),
  }),
  redo: z.strictObject({
    defects: z.array(text(2_000)).min(1).max(50),
    slipNumber: z.exactOptional(text(80)),
  }),
  serve: service,
  'answered-below': service,
  'apply-for-review': reason,
  uphold: z.strictObject({ number: text(80), told: text(400) }),
  'change-or-revoke': z.strictObject({ number: text(80), defects: z.array(text(2_000)).min(1).max(50) }),
} as const;

/** The schema of one leg event on the wire: the name of the event is part of the message type and of the body. */
export const legEventOf = <T extends keyof typeof LEG_EVENT_DATA>(type: T) =>
  z.looseObject({
    legId: uuid,
    event: z.strictObject({
      type: z.literal(type),
      on: day,
      at: instant,
      by: actor,
      clocks: z.strictObject({
        opened: z.array(clock).max(12),
        met: z.array(clockId).max(12),
        reopened: z.array(clockId).max(12),
        replaced: z.exactOptional(z.array(clock).max(12)),
      }),
      data: LEG_EVENT_DATA[type],
    }),
  });

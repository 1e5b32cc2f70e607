import type { Leg } from './leg.js';

/**
 * What both ends of a leg must hold alike, in this order (PROTOCOL.md, "digest of a leg").
 * A field that is absent is an empty string; clocks follow in the order of their opening.
 */
export const LEG_DIGEST_FIELDS = [
  'id',
  'originNumber',
  'kind',
  'wants',
  'from',
  'to',
  'state',
  'round',
  'letterNumber',
  'senderNumber',
  'receiverNumber',
  'sentOn',
  'arrivedOn',
  'signedOn',
  'acceptedOn',
  'reportedOn',
  'passedOn',
  'endedOn',
  'objections',
  'reports',
] as const satisfies readonly (keyof Leg)[];

/** The text whose SHA-256 is the leg's digest: one value a line, then one line a clock. */
export function legDigestText(leg: Leg): string {
  const fields = LEG_DIGEST_FIELDS.map((field) => String(leg[field] ?? ''));
  const clocks = leg.clocks.map((clock) =>
    [clock.id, clock.rule, clock.start, clock.raw, clock.effective, clock.metOn ?? ''].join(' '),
  );
  return [...fields, ...clocks].join('\n');
}

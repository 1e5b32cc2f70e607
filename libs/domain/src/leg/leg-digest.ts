import { formatPeriod } from '../time/period.js';
import type { Leg } from './leg.js';

/** Facts of a leg that are one word or number each, in the order of the digest. */
const FACTS = [
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

/** What both ends of a leg must hold alike, in this order (PROTOCOL.md, "digest of a leg"); one line `clock=` a clock follows. */
export const LEG_DIGEST_FIELDS = [...FACTS, 'limitDays', 'notAfter', 'feedback'] as const;

/**
 * The text whose SHA-256 is the leg's digest: a first line with the version, one `name=value` a line, an absent
 * value empty, then the clocks in the order of their opening. Every line ends in a line break; one inside a value
 * becomes a space, so that no value can forge a line.
 */
export function legDigestText(leg: Leg): string {
  const { days, notAfter, feedback } = leg.limit;
  const limit = {
    limitDays: days,
    notAfter,
    feedback: feedback === undefined ? undefined : formatPeriod(feedback),
  };
  const facts = { ...Object.fromEntries(FACTS.map((field) => [field, leg[field]])), ...limit };
  const lines = Object.entries(facts).map(
    ([field, value]) => `${field}=${value === undefined ? '' : String(value).replaceAll('\n', ' ')}`,
  );
  const clocks = leg.clocks.map(
    ({ id, rule, start, raw, effective, metOn }) =>
      `clock=${[id, rule, start, raw, effective, metOn ?? ''].join(' ')}`,
  );
  return ['huiyin-leg-v1', ...lines, ...clocks].map((line) => `${line}\n`).join('');
}

/**
 * What both ends of a leg must agree on. Order and spelling are part of the protocol (PROTOCOL.md §9); an unknown value
 * is the empty text. Chain heads are hex, the sender's stream first.
 */
export interface LegDigestInput {
  readonly leg: string;
  readonly originNumber: string;
  readonly kind: string;
  readonly state: string;
  readonly round: number;
  readonly limit: string;
  readonly notAfter: string;
  readonly sentOn: string;
  readonly arrivedOn: string;
  readonly acceptedOn: string;
  readonly dueRaw: string;
  readonly dueEffective: string;
  readonly numberAtSender: string;
  readonly numberAtAddressee: string;
  readonly headFromSender: string;
  readonly headFromAddressee: string;
}

const FIELDS = [
  'leg',
  'originNumber',
  'kind',
  'state',
  'round',
  'limit',
  'notAfter',
  'sentOn',
  'arrivedOn',
  'acceptedOn',
  'dueRaw',
  'dueEffective',
  'numberAtSender',
  'numberAtAddressee',
  'headFromSender',
  'headFromAddressee',
] as const satisfies readonly (keyof LegDigestInput)[];

/** The text whose SHA-256 (of its UTF-8 bytes) is the leg's digest: `huiyin-leg-v1`, then `field=value`, one a line. */
export function legDigestText(input: LegDigestInput): string {
  const lines = FIELDS.map((field) => {
    const value = String(input[field]);
    if (/[\n\r]/.test(value)) throw new Error(`leg digest: ${field} holds a line break`);
    return `${field}=${value}`;
  });
  return ['huiyin-leg-v1', ...lines, ''].join('\n');
}

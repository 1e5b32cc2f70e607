import type { InboxRow, OutboxRow } from '#exchange';
import { uuidV7 } from '#platform';

/** The legal instant of every row here. */
export const at = new Date('2026-03-05T02:00:00.250Z');
/** The stream of every row here. */
export const leg = { kind: 'leg', id: uuidV7() } as const;
/** So many bytes of one value. */
export const bytes = (fill: number, length = 32): Uint8Array => new Uint8Array(length).fill(fill);

/** A message that waits to be sent. */
export const aRow = (changed: Partial<OutboxRow> = {}): OutboxRow => ({
  id: uuidV7(),
  dest: 'city',
  type: 'huiyin.leg.sent.v1',
  stream: leg,
  sequence: 1,
  prevhash: bytes(0),
  epoch: 1,
  subject: 'CS-2026-0001',
  bodyKey: 'case-1',
  time: at,
  digest: bytes(7),
  size: 100,
  ...changed,
});
/** A receipt that waits to be sent: outside every stream. */
export const aReceipt = (dest = 'city'): OutboxRow => ({
  id: uuidV7(),
  dest,
  type: 'huiyin.exchange.receipt.v1',
  epoch: 1,
  subject: '',
  bodyKey: 'receipts',
  time: at,
  digest: bytes(9),
  size: 50,
});
/** The same stream as it comes in from the city. */
export const inStream = { ...leg, source: 'city' } as const;
/** A message that came in too early. */
export const anArrival = (changed: Partial<InboxRow> = {}): InboxRow => ({
  id: uuidV7(),
  source: 'city',
  digest: bytes(1),
  status: 'parked',
  at,
  frameId: uuidV7(),
  attempt: 1,
  place: 0,
  type: 'huiyin.leg.sent.v1',
  stream: leg,
  sequence: 1,
  prevhash: bytes(0),
  subject: 'CS-2026-0001',
  bodyKey: 'case-1',
  time: at,
  ...changed,
});

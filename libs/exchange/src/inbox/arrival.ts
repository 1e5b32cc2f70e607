import type { OpenedFrame } from '../frames/open.js';
import type { InFrame } from '../ports/store-rows.js';
import type { Reading } from './decide.js';

/** A message of a proven frame, read or not. */
export interface Arrival {
  readonly id: string;
  readonly bytes: Uint8Array;
  readonly digest: Uint8Array;
  readonly place: number;
  readonly reading: Reading;
}
export interface Origin {
  readonly source: string;
  readonly frameId: string;
  readonly attempt: number;
}

/** A frame's proof as it is kept. */
export function proofOf(frame: OpenedFrame, origin: Origin): InFrame {
  return {
    ...origin,
    manifest: frame.manifestBytes,
    signature: frame.signature,
    leaves: Buffer.concat(frame.records.map((record) => record.digest)),
  };
}

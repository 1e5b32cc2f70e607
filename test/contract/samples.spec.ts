import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { decodeEnvelope, receiptDataSchema } from '#contract';
import { chainHead, FrameOpener, messageDigest, nodeSuite, ZERO_HEAD } from '#exchange';
import { testDirectory, testKeys } from '../support/exchange-keys.js';

/**
 * A frame as version 1 sent it, with keys made for this sample only. It must open for ever: a change of the wire that
 * breaks it is a new version, beside this one.
 */
interface Sample {
  readonly keys: readonly {
    readonly node: string;
    readonly sign: string;
    readonly seal: string;
    readonly atRest: string;
  }[];
  readonly parcel: string;
  readonly messages: readonly { readonly id: string; readonly digest: string; readonly envelope: unknown }[];
  readonly head: string;
}
const sample: Sample = JSON.parse(readFileSync('libs/contract/samples/frame-v1.json', 'utf8'));
const keys = sample.keys.map(testKeys);
const own = keys.find((key) => key.node === 'township:yi');
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('the sample frame of version 1', () => {
  it('still verifies, opens and decodes to what was sent', () => {
    if (own === undefined) throw new Error('the sample has no addressee');
    const opening = new FrameOpener(own, testDirectory(keys), nodeSuite).open(
      Buffer.from(sample.parcel, 'base64'),
    );
    if (!opening.ok) throw new Error(opening.refusal);
    const { records, manifest } = opening.frame;
    expect(manifest).toMatchObject({ source: 'city', dest: 'township:yi', count: sample.messages.length });
    let head = ZERO_HEAD;
    for (const [at, record] of records.entries()) {
      const known = sample.messages[at];
      expect(record.id).toBe(known?.id);
      expect(hex(messageDigest(record.id, record.bytes))).toBe(known?.digest);
      const decoded = decodeEnvelope(record.bytes);
      if (!decoded.ok) throw new Error(decoded.refusal);
      expect(decoded.envelope).toEqual(known?.envelope);
      if (decoded.kind === 'receipt')
        expect(receiptDataSchema.safeParse(decoded.envelope.data).success).toBe(true);
      else {
        expect(decoded.envelope.prevhash).toBe(hex(head));
        head = chainHead(head, record.digest);
      }
    }
    expect(hex(head)).toBe(sample.head);
  });

  it('opens for nobody else', () => {
    const city = keys.find((key) => key.node === 'city');
    if (city === undefined || own === undefined) throw new Error('the sample lacks a node');
    const thief = { ...city, node: 'township:yi' };
    const opening = new FrameOpener(thief, testDirectory(keys), nodeSuite).open(
      Buffer.from(sample.parcel, 'base64'),
    );
    expect(opening).toMatchObject({ ok: false, refusal: 'not-sealed-to-us' });
  });
});

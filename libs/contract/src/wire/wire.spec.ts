import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decodeEnvelope, encodeEnvelope } from './envelope.js';
import { decodeParcel, decodeRecords, encodeParcel, encodeRecords, PARCEL_MAX_BYTES } from './frame.js';
import { decodeStrictJson } from './strict-json.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const refusal = (text: string | Uint8Array): string => {
  const result = decodeStrictJson(typeof text === 'string' ? bytes(text) : text);
  return result.ok ? 'taken' : result.refusal;
};

describe('JSON from another node', () => {
  it('is taken as JSON.parse reads it when there is nothing odd in it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false, maxDepth: 6 }), (value) => {
        const text = JSON.stringify(value);
        fc.pre(!/__proto__|\\u0000|\\ud[89a-f]/.test(text));
        const plain: unknown = JSON.parse(text);
        const result = decodeStrictJson(bytes(text));
        if (result.ok) expect(result.value).toEqual(plain);
        else expect(result.refusal).toBe('odd-number');
      }),
    );
  });
  it('is refused when a key stands twice, also in disguise and deep inside', () => {
    expect(refusal('{"a":1,"a":2}')).toBe('duplicate-key');
    expect(refusal('{"a":1,"\\u0061":2}')).toBe('duplicate-key');
    expect(refusal('[{"x":{"k":":\\":","k":1}}]')).toBe('duplicate-key');
    expect(refusal('{"a":":","b":"\\\\","c":{"a":1}}')).toBe('taken');
  });
  it('is refused when it nests too deep, also far too deep', () => {
    expect(refusal(`${'['.repeat(32)}${']'.repeat(32)}`)).toBe('taken');
    expect(refusal(`${'['.repeat(33)}${']'.repeat(33)}`)).toBe('too-deep');
    expect(refusal('['.repeat(200_000))).toBe('too-deep');
  });
  it('is refused for lone surrogates, NUL, __proto__, odd numbers, broken UTF-8, size', () => {
    expect(refusal('"\\ud800"')).toBe('odd-text');
    expect(refusal('"\\ud83d\\ude00"')).toBe('taken');
    expect(refusal('{"\\u0000":1}')).toBe('odd-text');
    expect(refusal('{"__proto__":1}')).toBe('odd-text');
    expect(refusal('1e400')).toBe('odd-number');
    expect(refusal('9007199254740993')).toBe('odd-number');
    expect(refusal('-0')).toBe('odd-number');
    expect(refusal(new Uint8Array([0x22, 0xff, 0x22]))).toBe('not-utf8');
    expect(refusal(new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22]))).toBe('not-utf8');
    expect(refusal('{"a":1')).toBe('not-json');
    expect(refusal(`"${'x'.repeat(256 * 1024)}"`)).toBe('too-large');
  });
});

describe('an envelope', () => {
  const good = {
    specversion: '1.0' as const,
    id: '01981c3e-5d5a-7c1e-9a3b-0d3f5e6a7b8c',
    source: 'city',
    dest: 'township:yi',
    type: 'huiyin.leg.sent.v1',
    subject: 'C-2026-000001',
    time: '2026-08-03T01:00:00.000Z',
    streamid: 'leg/01981c3e-5d5a-7c1e-9a3b-0d3f5e6a7b8d',
    sequence: 1,
    prevhash: '0'.repeat(64),
    epoch: 1,
    correlationid: 'case-1',
    datacontenttype: 'application/json' as const,
    data: { a: '回音' },
  };
  it('comes back as it went, with fields that this version does not know', () => {
    const decoded = decodeEnvelope(encodeEnvelope({ ...good, later: { x: 1 } }));
    expect(decoded).toEqual({ ok: true, kind: 'sequenced', envelope: { ...good, later: { x: 1 } } });
  });
  it('is refused when a field is missing or of another shape', () => {
    for (const change of [
      { sequence: 0 },
      { sequence: 1.5 },
      { source: 'City' },
      { prevhash: 'x' },
      { id: '1' },
    ]) {
      expect(decodeEnvelope(bytes(JSON.stringify({ ...good, ...change })))).toEqual({
        ok: false,
        refusal: 'not-an-envelope',
      });
    }
  });
});

describe('frames and parcels', () => {
  const id = fc.uuid({ version: 7 });
  it('come back as they went', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ id, bytes: fc.uint8Array({ maxLength: 50 }) }), { maxLength: 8 }),
        (records) => {
          expect(decodeRecords(encodeRecords(records), records.length)).toEqual(records);
        },
      ),
    );
    const parcel = { manifest: bytes('{}'), signature: bytes('sig'), sealed: bytes('sealed') };
    expect(decodeParcel(encodeParcel(parcel))).toEqual(parcel);
  });
  it('are refused when cut, with another count, or with anything else in front', () => {
    const plain = encodeRecords([{ id: '01981c3e-5d5a-7c1e-9a3b-0d3f5e6a7b8c', bytes: bytes('x') }]);
    expect(decodeRecords(plain.subarray(0, 20), 1)).toBeUndefined();
    expect(decodeRecords(plain, 2)).toBeUndefined();
    expect(decodeRecords(plain, 0)).toBeUndefined();
    expect(decodeParcel(bytes('HYF2\0\0\0\0'))).toBeUndefined();
    expect(decodeParcel(bytes('HYF1\xff\xff\0\0'))).toBeUndefined();
    expect(decodeParcel(new Uint8Array(PARCEL_MAX_BYTES + 1))).toBeUndefined();
  });
  it('survive any bytes without a throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => {
        decodeParcel(noise);
        decodeRecords(noise, 1);
        decodeEnvelope(noise);
      }),
    );
  });
});

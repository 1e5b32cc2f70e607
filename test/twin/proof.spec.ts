import { webcrypto } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { importJWK } from 'jose';
import type { Proof } from '#contract';
import { verify } from '../../deploy/cli/verify-command.js';
import { aStream, drained, openOffices } from '../support/exchange-offices.js';
import { twinAdapters } from '../support/exchange-twin.js';

/*
 * A message and its receipt, shown to somebody who trusts neither office: offline, with nothing but public keys.
 */

let atSender: Proof;
let atReceiver: Proof;
let keys: string;
let close: () => Promise<void>;

beforeAll(async () => {
  const town = await openOffices(twinAdapters(), ['city', 'court']);
  close = () => town.close();
  const city = town.office('city');
  const court = town.office('court');
  await city.start();
  await court.start();
  const [, id = ''] = await city.send('court', aStream(), [{ n: 1 }, { n: 2 }, { n: 3 }]);
  await drained([city, court]);
  const [sent, received] = [await city.it.proof(id), await court.it.proof(id)];
  if (sent === undefined || received === undefined) throw new Error('no proof');
  [atSender, atReceiver] = [sent, received];
  const publicKeys = [city, court].map(({ node, keys: { signPublic, sealPublic } }) => {
    const x = (key: typeof signPublic): string => key.export({ format: 'jwk' }).x ?? '';
    const validFrom = '2026-01-01T00:00:00Z';
    return [node, [{ kid: `${node}-sign`, sign: x(signPublic), seal: x(sealPublic), validFrom }]] as const;
  });
  keys = JSON.stringify({ network: 'test', nodes: Object.fromEntries(publicKeys) });
});
afterAll(() => close());

/** The command, with files that are only in memory. */
function asked(proof: unknown, ...more: readonly string[]) {
  const files: Record<string, string> = { 'proof.json': JSON.stringify(proof), 'keys.json': keys };
  return verify(['proof.json', '--keys', 'keys.json', ...more], (file) => files[file] ?? '');
}
const flawsOf = (proof: unknown): unknown => {
  const { out } = asked(proof, '--json');
  return (JSON.parse(out) as { flaws: unknown }).flaws;
};
/** The same text with one bit of its bytes turned over. */
function flipped(text: string): string {
  const bytes = Buffer.from(text, 'base64url');
  bytes.writeUInt8(bytes.readUInt8(bytes.byteLength >> 1) ^ 1, bytes.byteLength >> 1);
  return bytes.toString('base64url');
}

describe('a proof', () => {
  it('of the receiver shows that the sender signed the message', () => {
    expect(atReceiver.receipt).toBeUndefined();
    const { code, out } = asked(atReceiver);
    expect(out).toContain('city 签名 signed (city-sign)');
    expect(out).toContain('成立 holds');
    expect(code).toBe(0);
  });

  it('of the sender shows that the addressee signed for exactly these bytes', () => {
    expect(atSender.sent).toBeUndefined();
    const { code, out } = asked(atSender);
    expect(out).toContain('court 签名 signed: applied');
    expect(code).toBe(0);
  });

  it('holds together when the two ends lay theirs side by side', () => {
    const { sent } = atReceiver;
    expect(asked({ ...atSender, ...(sent === undefined ? {} : { sent }) }).code).toBe(0);
  });

  it('still holds when the dossier is destroyed and only the digest is left', () => {
    const { bytes: _gone, ...message } = atReceiver.message;
    const { code, out } = asked({ ...atReceiver, message });
    expect(out).toContain('已封存或销毁');
    expect(code).toBe(0);
  });

  it('is signed as another library reads Ed25519, too', async () => {
    const { sent } = atReceiver;
    if (sent === undefined) throw new Error('nothing sent');
    const { nodes } = JSON.parse(keys) as { nodes: Record<string, { sign: string }[]> };
    const key = await importJWK({ kty: 'OKP', crv: 'Ed25519', x: nodes['city']?.[0]?.sign ?? '' }, 'EdDSA');
    if (key instanceof Uint8Array) throw new Error('not a public key');
    const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');
    const holds = (signature: string): Promise<boolean> =>
      webcrypto.subtle.verify('Ed25519', key, bytes(signature), bytes(sent.manifest));
    expect(await holds(sent.signature)).toBe(true);
    expect(await holds(flipped(sent.signature))).toBe(false);
  });
});

describe('a proof in which one bit was turned over', () => {
  const sent = () => {
    if (atReceiver.sent === undefined) throw new Error('nothing sent');
    return atReceiver.sent;
  };
  const receipt = () => {
    if (atSender.receipt === undefined) throw new Error('no receipt');
    return atSender.receipt;
  };

  it('in the message does not hold', () => {
    const message = { ...atReceiver.message, bytes: flipped(atReceiver.message.bytes ?? '') };
    expect(flawsOf({ ...atReceiver, message })).toEqual([{ at: 'message', flaw: 'bytes-differ' }]);
  });

  it('in manifest, signature, digests or place does not hold', () => {
    const other = '0'.repeat(64);
    for (const [change, flaw] of [
      [{ signature: flipped(sent().signature) }, 'forged-signature'],
      [{ leaves: sent().leaves.map((leaf, at) => (at === 0 ? other : leaf)) }, 'wrong-root'],
      [{ place: sent().place === 0 ? 1 : 0 }, 'not-in-the-frame'],
      [{ manifest: Buffer.from('{}').toString('base64url') }, 'not-a-manifest'],
    ] as const) {
      expect(flawsOf({ ...atReceiver, sent: { ...sent(), ...change } })).toEqual([{ at: 'sent', flaw }]);
    }
  });

  it('in the receipt does not hold', () => {
    const changed = { ...receipt(), bytes: flipped(receipt().bytes) };
    expect(flawsOf({ ...atSender, receipt: changed })).toEqual([{ at: 'receipt', flaw: 'not-in-the-frame' }]);
  });
});

describe('a proof that shows something else than it says', () => {
  it('of another sender, another addressee or with nothing signed does not hold', () => {
    const as = (change: object): unknown => ({
      ...atReceiver,
      message: { ...atReceiver.message, bytes: undefined, ...change },
    });
    expect(flawsOf(as({ source: 'court' }))).toEqual([{ at: 'sent', flaw: 'signed-by-another' }]);
    expect(flawsOf(as({ dest: 'city' }))).toEqual([{ at: 'sent', flaw: 'made-for-another' }]);
    expect(flawsOf({ ...atReceiver, sent: undefined })).toEqual([{ at: 'message', flaw: 'nothing-signed' }]);
  });

  it('with a receipt for another message does not hold', async () => {
    const id = atSender.message.id.replace(/.$/, (last) => (last === 'f' ? 'e' : 'f'));
    const message = { ...atSender.message, bytes: undefined, id };
    expect(flawsOf({ ...atSender, message })).toEqual([
      { at: 'receipt', flaw: 'receipt-of-another-message' },
    ]);
  });
});

describe('a proof whose key was revoked', () => {
  const revoked = (on: string) => {
    const listed = JSON.parse(keys) as { nodes: Record<string, { revokedOn?: string }[]> };
    for (const key of listed.nodes['city'] ?? []) key.revokedOn = on;
    const files: Record<string, string> = {
      'proof.json': JSON.stringify(atReceiver),
      'keys.json': JSON.stringify(listed),
    };
    return verify(['proof.json', '--keys', 'keys.json'], (file) => files[file] ?? '');
  };

  it('holds when it was signed before, and not when it was signed afterwards', () => {
    expect(revoked('2099-01-01T00:00:00Z').code).toBe(0);
    const late = revoked('2026-01-02T00:00:00Z');
    expect(late.code).toBe(1);
    expect(late.out).toContain('the key was revoked when it signed');
  });
});

describe('a wrong question', () => {
  it('is told in a sentence, with how to ask', () => {
    const of = (argv: readonly string[], text = '{}') => verify(argv, () => text);
    expect(of([])).toMatchObject({ code: 2, err: expect.stringContaining('One proof file is needed.') });
    expect(of(['a'])).toMatchObject({ code: 2, err: expect.stringContaining('--keys is needed') });
    expect(of(['a', '--keys', 'b'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('a is no proof: huiyin'),
    });
    expect(of(['a', '--keys', 'b'], 'x').code).toBe(2);
    expect(of(['a', '--key', 'b']).err).toContain('Usage:');
  });
});

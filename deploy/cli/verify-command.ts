import { createHash, createPublicKey, type KeyObject } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { z } from 'zod';
import { decodeEnvelope, proofSchema, type Proof, type PublicKeys, publicKeyFileSchema } from '#contract';
import { nodeSuite, type ProofFlaw, type Verified, verifyProof } from '#exchange';

export const USAGE = `Usage: npm run -s verify -- proof.json --keys public.json [--json]

  proof.json  what GET /api/exchange/proofs/{message id} of either office gave
  --keys      the public keys of the network: {"network", "nodes": {"city": [{kid, sign, seal, validFrom}]}}; of a sample
              network .data/keys/public.json. Take them from the keeper of the network, never from who gave the proof.
  --json      the result for a program

Exit code 0: everything holds. 1: something does not. 2: the question was wrong.
`;

interface Answered {
  readonly code: 0 | 1 | 2;
  readonly out: string;
  readonly err: string;
}

/** zh and en of each flaw. */
const FLAWS: Readonly<Record<ProofFlaw, readonly [string, string]>> = {
  'nothing-signed': ['其中没有任何签名', 'nothing in it is signed'],
  'bytes-differ': ['内容与摘要不符', 'the bytes do not fit the digest'],
  'bytes-not-an-envelope': ['内容不是本协议的消息', 'the bytes are no message of this protocol'],
  'bytes-of-another-message': ['内容是另一条消息', 'the bytes are of another message'],
  'not-a-manifest': ['签名对象不是帧清单', 'what was signed is no manifest'],
  'unknown-suite': ['签名算法不认识', 'the signature suite is unknown'],
  'signed-by-another': ['签名的是另一单位', 'another office signed it'],
  'made-for-another': ['是发给另一单位的', 'it was made for another office'],
  'unknown-key': ['公钥目录中没有这把钥匙', 'no such key is among the public keys'],
  'key-not-valid': ['签名时钥匙不在有效期内', 'the key was not valid when it signed'],
  'key-revoked': ['签名时钥匙已吊销', 'the key was revoked when it signed'],
  'forged-signature': ['签名不成立', 'the signature does not verify'],
  'wrong-root': ['摘要与签名的根不符', 'the digests do not lead to the signed root'],
  'not-in-the-frame': ['签名的帧中没有它', 'it is not in the frame that was signed'],
  'not-a-receipt': ['回执不可读', 'the receipt cannot be read'],
  'receipt-of-another-message': ['回执是另一条消息的', 'the receipt is of another message'],
};

/** What the command answers to its arguments; reads files by `read`, and nothing else. */
export function verify(argv: readonly string[], read: (file: string) => string): Answered {
  const asked = readQuestion(argv, read);
  if (!asked.ok) return { code: 2, out: '', err: `${asked.problem}\n\n${USAGE}` };
  const { proof, keys, json } = asked;
  const verified = verifyProof(proof, { verificationKey: (node, kid) => keyOf(keys, node, kid) }, nodeSuite);
  const code = verified.flaws.length === 0 ? 0 : 1;
  const out = json
    ? `${JSON.stringify({ holds: code === 0, message: proof.message.id, ...verified }, null, 2)}\n`
    : told(proof, verified);
  return { code, out, err: '' };
}

type Question =
  | {
      readonly ok: true;
      readonly proof: Proof;
      readonly keys: z.infer<typeof publicKeyFileSchema>;
      readonly json: boolean;
    }
  | { readonly ok: false; readonly problem: string };

function readQuestion(argv: readonly string[], read: (file: string) => string): Question {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options: { keys: { type: 'string' }, json: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) return wrong('One proof file is needed.');
    if (values.keys === undefined) return wrong('--keys is needed: a proof does not bring its own.');
    const proof = proofSchema.safeParse(JSON.parse(read(file)));
    if (!proof.success) return wrong(`${file} is no proof: ${firstIssue(proof.error)}`);
    const keys = publicKeyFileSchema.safeParse(JSON.parse(read(values.keys)));
    if (!keys.success) return wrong(`${values.keys} holds no public keys: ${firstIssue(keys.error)}`);
    return { ok: true, proof: proof.data, keys: keys.data, json: values.json };
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error));
  }
}

const wrong = (problem: string): Question => ({ ok: false, problem });

function firstIssue({ issues }: z.ZodError): string {
  const [issue] = issues;
  return issue === undefined ? '' : `${issue.path.join('.') || 'file'}: ${issue.message}`;
}

interface Key {
  readonly publicKey: KeyObject;
  readonly validFrom: Date;
  readonly validUntil?: Date;
  readonly revokedOn?: Date;
}

function keyOf(
  { nodes }: { readonly nodes: Readonly<Record<string, readonly PublicKeys[]>> },
  node: string,
  kid: string,
): Key | undefined {
  const key = nodes[node]?.find((one) => one.kid === kid);
  if (key === undefined) return undefined;
  return {
    publicKey: createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key.sign }, format: 'jwk' }),
    validFrom: new Date(key.validFrom),
    ...(key.validUntil === undefined ? {} : { validUntil: new Date(key.validUntil) }),
    ...(key.revokedOn === undefined ? {} : { revokedOn: new Date(key.revokedOn) }),
  };
}

/** For a person: who signed what and when, or what does not hold. */
function told({ message, sent }: Proof, { flaws, sent: manifest, answer }: Verified): string {
  const { id, digest, source, dest, bytes } = message;
  const lines = [`消息 message   ${id}`, `摘要 digest    ${digest}`, `往来 way       ${source} → ${dest}`];
  if (bytes !== undefined) {
    const plain = Buffer.from(bytes, 'base64url');
    const read = decodeEnvelope(plain);
    lines.push(
      `内容 bytes     ${plain.byteLength} B, SHA-256 ${createHash('sha256').update(plain).digest('hex')}`,
    );
    if (read.ok) lines.push(`种类 type      ${read.envelope.type}`);
  } else lines.push('内容 bytes     已封存或销毁，仅存摘要 · sealed or destroyed, the digest is left');
  if (manifest !== undefined) {
    lines.push(
      `发出 sent      ${manifest.made}  ${source} 签名 signed (${manifest.signkid}), 帧 frame ${manifest.frame}`,
    );
  } else if (sent === undefined)
    lines.push('发出 sent      此证明不含发出方签名 · without the sender’s signature');
  if (answer !== undefined) {
    const why = [answer.reason, answer.article].filter((part) => part !== undefined).join(', ');
    lines.push(
      `回执 receipt   ${answer.at}  ${dest} 签名 signed: ${answer.status}${why === '' ? '' : ` (${why})`}`,
    );
  }
  for (const { at, flaw } of flaws) lines.push(`✗ ${at}: ${FLAWS[flaw].join(' · ')}`);
  lines.push(flaws.length === 0 ? '成立 holds' : '不成立 does NOT hold');
  return `${lines.join('\n')}\n`;
}

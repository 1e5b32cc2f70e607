import {
  createHash,
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto';
import { isRecord } from '../unknown-value.js';

/** The secrets of one node, as its key file holds them. Kept as long as something is sealed or signed with them. */
export interface NodeSecrets {
  /** Ids the pair in frames and receipts: derived from the public keys, so it cannot be given twice. */
  readonly kid: string;
  readonly signing: KeyObject;
  readonly decryption: KeyObject;
  readonly atRest: { readonly kid: string; readonly key: KeyObject };
}

/** Raw public halves in base64url, as the directory lists them. */
export interface PublicHalves {
  readonly kid: string;
  readonly sign: string;
  readonly seal: string;
}

const AT_REST_BYTES = 32;

/** New secrets: Ed25519 to sign, X25519 to open, AES-256 for what lies in the own database. */
export function makeSecrets(): NodeSecrets {
  return secretsOf(
    generateKeyPairSync('ed25519').privateKey,
    generateKeyPairSync('x25519').privateKey,
    randomBytes(AT_REST_BYTES),
  );
}

/** The content of a key file; PEM in JSON, so that `openssl pkey` reads the pairs. */
export function writeSecrets(secrets: NodeSecrets): string {
  const pem = (key: KeyObject): string => key.export({ format: 'pem', type: 'pkcs8' }).toString();
  const file = {
    sign: pem(secrets.signing),
    seal: pem(secrets.decryption),
    atRest: secrets.atRest.key.export().toString('base64url'),
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** Reads a key file; undefined when it is not one. */
export function readSecrets(text: string): NodeSecrets | undefined {
  try {
    const file: unknown = JSON.parse(text);
    if (!isRecord(file)) return undefined;
    const { sign, seal, atRest } = file;
    if (typeof sign !== 'string' || typeof seal !== 'string' || typeof atRest !== 'string') return undefined;
    const signing = createPrivateKey(sign);
    const decryption = createPrivateKey(seal);
    const bytes = Buffer.from(atRest, 'base64url');
    const right =
      signing.asymmetricKeyType === 'ed25519' &&
      decryption.asymmetricKeyType === 'x25519' &&
      bytes.length === AT_REST_BYTES;
    return right ? secretsOf(signing, decryption, bytes) : undefined;
  } catch {
    return undefined;
  }
}

/** The public halves of a node's secrets. */
export function publicHalves({ kid, signing, decryption }: NodeSecrets): PublicHalves {
  return { kid, sign: rawPublic(signing), seal: rawPublic(decryption) };
}

/** A public key from its 32 raw bytes in base64url; undefined when they are none. */
export function publicKeyOf(curve: 'Ed25519' | 'X25519', raw: string): KeyObject | undefined {
  try {
    return createPublicKey({ key: { kty: 'OKP', crv: curve, x: raw }, format: 'jwk' });
  } catch {
    return undefined;
  }
}

function secretsOf(signing: KeyObject, decryption: KeyObject, atRest: Buffer): NodeSecrets {
  const kid = digest('k', rawPublic(signing), rawPublic(decryption));
  // The id of a secret must not help to guess it: a digest of 256 random bits does not.
  return {
    kid,
    signing,
    decryption,
    atRest: { kid: digest('r', atRest.toString('base64url')), key: createSecretKey(atRest) },
  };
}

function digest(prefix: string, ...parts: readonly string[]): string {
  return `${prefix}-${createHash('sha256').update(parts.join('.')).digest('hex').slice(0, 16)}`;
}

function rawPublic(key: KeyObject): string {
  const jwk = createPublicKey(key).export({ format: 'jwk' });
  if (jwk.x === undefined) throw new Error('not an Ed25519 or X25519 key');
  return jwk.x;
}

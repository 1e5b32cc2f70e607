import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
  sign,
  verify,
} from 'node:crypto';
import { FRAME_SUITE } from '#contract';

/** The algorithms of a frame and of bytes at rest. Another suite (SM2/SM3/SM4, an HSM) is another implementation. */
export interface Suite {
  /** Stands in the manifest. */
  readonly name: string;
  sign(privateKey: KeyObject, bytes: Uint8Array): Uint8Array;
  verify(publicKey: KeyObject, bytes: Uint8Array, signature: Uint8Array): boolean;
  /** Seals to an addressee; `aad` is authenticated too. */
  sealTo(publicKey: KeyObject, plain: Uint8Array, aad: Uint8Array): Uint8Array;
  /** Undefined when it was sealed to another key or with other aad, or was changed. */
  open(privateKey: KeyObject, sealed: Uint8Array, aad: Uint8Array): Uint8Array | undefined;
  /** Seals under a secret 32-byte key. */
  sealWith(key: KeyObject, plain: Uint8Array, aad: Uint8Array): Uint8Array;
  openWith(key: KeyObject, sealed: Uint8Array, aad: Uint8Array): Uint8Array | undefined;
}

const NONCE = 12;
const TAG = 16;
const PUBLIC = 32;
/** DER head of an X25519 public key; its 32 raw bytes follow. */
const X25519_SPKI = Buffer.from('302a300506032b656e032100', 'hex');

/** Ed25519, X25519 with HKDF-SHA-256, AES-256-GCM, all from node:crypto. */
export const nodeSuite: Suite = {
  name: FRAME_SUITE,
  sign: (privateKey, bytes) => sign(null, bytes, privateKey),
  verify: (publicKey, bytes, signature) =>
    // only the suite's own kind of key counts, whatever a directory or a header may say
    publicKey.asymmetricKeyType === 'ed25519' &&
    signature.byteLength === 64 &&
    verify(null, bytes, publicKey, signature),
  sealTo: (publicKey, plain, aad) => {
    const ephemeral = generateKeyPairSync('x25519');
    const own = rawPublic(ephemeral.publicKey);
    const key = frameKey(
      diffieHellman({ privateKey: ephemeral.privateKey, publicKey }),
      own,
      rawPublic(publicKey),
    );
    return Buffer.concat([own, encrypt(key, plain, aad)]);
  },
  open: (privateKey, sealed, aad) => {
    if (sealed.byteLength < PUBLIC + NONCE + TAG || privateKey.asymmetricKeyType !== 'x25519')
      return undefined;
    const other = Buffer.from(sealed.subarray(0, PUBLIC));
    try {
      const publicKey = createPublicKey({
        key: Buffer.concat([X25519_SPKI, other]),
        format: 'der',
        type: 'spki',
      });
      const key = frameKey(diffieHellman({ privateKey, publicKey }), other, publicOf(privateKey));
      return decrypt(key, sealed.subarray(PUBLIC), aad);
    } catch {
      // a public point of low order makes the agreement throw: it was not sealed to us
      return undefined;
    }
  },
  sealWith: encrypt,
  openWith: decrypt,
};

function rawPublic(key: KeyObject): Buffer {
  return key.export({ format: 'der', type: 'spki' }).subarray(-PUBLIC);
}

/** Of the node's own keys: to make the public half of one takes as long as the agreement itself. */
const ownPublics = new WeakMap<KeyObject, Buffer>();

function publicOf(privateKey: KeyObject): Buffer {
  const known = ownPublics.get(privateKey);
  if (known !== undefined) return known;
  const made = rawPublic(createPublicKey(privateKey));
  ownPublics.set(privateKey, made);
  return made;
}

function frameKey(shared: Uint8Array, ephemeral: Uint8Array, recipient: Uint8Array): Buffer {
  return Buffer.from(
    hkdfSync('sha256', shared, Buffer.concat([ephemeral, recipient]), 'huiyin-frame-v1', 32),
  );
}

/** Bytes of the system's randomness, fetched for many nonces at once; each is given once. */
const nonces = { bytes: Buffer.alloc(0), at: 0 };

function freshNonce(): Buffer {
  if (nonces.at >= nonces.bytes.byteLength) {
    nonces.bytes = randomBytes(NONCE * 256);
    nonces.at = 0;
  }
  const nonce = nonces.bytes.subarray(nonces.at, nonces.at + NONCE);
  nonces.at += NONCE;
  return nonce;
}

function encrypt(key: KeyObject | Buffer, plain: Uint8Array, aad: Uint8Array): Buffer {
  const nonce = freshNonce();
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(aad);
  const head = cipher.update(plain);
  return Buffer.concat([nonce, head, cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: KeyObject | Buffer, sealed: Uint8Array, aad: Uint8Array): Buffer | undefined {
  if (sealed.byteLength < NONCE + TAG) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE), { authTagLength: TAG });
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(sealed.byteLength - TAG));
  try {
    const head = decipher.update(sealed.subarray(NONCE, sealed.byteLength - TAG));
    return Buffer.concat([head, decipher.final()]);
  } catch {
    return undefined;
  }
}

import {
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import type { NodeKeys, PeerDirectory } from '#exchange';

/** A node's keys made for one test. */
export interface TestKeys extends NodeKeys {
  readonly signPublic: KeyObject;
  readonly sealPublic: KeyObject;
}

/** A node's keys as text, for a child process of a test. */
export interface TestKeysText {
  readonly node: string;
  readonly sign: string;
  readonly seal: string;
  readonly atRest: string;
}

const toText = (key: KeyObject): string => key.export({ format: 'der', type: 'pkcs8' }).toString('base64');
const fromText = (text: string): KeyObject =>
  createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' });

/** Fresh keys as text. */
export function testKeysText(node: string): TestKeysText {
  return {
    node,
    sign: toText(generateKeyPairSync('ed25519').privateKey),
    seal: toText(generateKeyPairSync('x25519').privateKey),
    atRest: randomBytes(32).toString('base64'),
  };
}

/** Keys from their text; kids are `<node>-sign` and so on. */
export function testKeys(text: TestKeysText): TestKeys {
  const { node } = text;
  const signing = fromText(text.sign);
  const sealing = fromText(text.seal);
  const atRest = createSecretKey(Buffer.from(text.atRest, 'base64'));
  return {
    node,
    signPublic: createPublicKey(signing),
    sealPublic: createPublicKey(sealing),
    signingKey: () => ({ kid: `${node}-sign`, privateKey: signing }),
    decryptionKey: (kid) => (kid === `${node}-seal` ? sealing : undefined),
    atRestKey: () => ({ kid: `${node}-rest`, key: atRest }),
    oldAtRestKey: () => undefined,
  };
}

/** The directory in which these nodes know each other. */
export function testDirectory(nodes: readonly TestKeys[]): PeerDirectory {
  const find = (node: string): TestKeys | undefined => nodes.find((keys) => keys.node === node);
  return {
    version: 1,
    isPeer: (node) => find(node) !== undefined,
    verificationKey: (node, kid) => {
      const keys = find(node);
      return keys === undefined || kid !== `${node}-sign`
        ? undefined
        : { publicKey: keys.signPublic, validFrom: new Date('2026-01-01T00:00:00Z') };
    },
    encryptionKey: (node) => {
      const keys = find(node);
      return keys === undefined ? undefined : { kid: `${node}-seal`, publicKey: keys.sealPublic };
    },
  };
}

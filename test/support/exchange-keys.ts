import { createSecretKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import type { NodeKeys, PeerDirectory } from '#exchange';

/** A node's keys made for one test. */
export interface TestKeys extends NodeKeys {
  readonly signPublic: KeyObject;
  readonly sealPublic: KeyObject;
}

/** Fresh keys; kids are `<node>-sign` and so on. */
export function testKeys(node: string): TestKeys {
  const signing = generateKeyPairSync('ed25519');
  const sealing = generateKeyPairSync('x25519');
  const atRest = createSecretKey(randomBytes(32));
  return {
    node,
    signPublic: signing.publicKey,
    sealPublic: sealing.publicKey,
    signingKey: () => ({ kid: `${node}-sign`, privateKey: signing.privateKey }),
    decryptionKey: (kid) => (kid === `${node}-seal` ? sealing.privateKey : undefined),
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

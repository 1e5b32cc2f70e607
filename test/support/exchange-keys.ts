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
  /** What a directory lists of them now. */
  readonly listed: () => readonly ListedPair[];
  /** From now on another pair signs and is sealed to; the old one is kept. */
  rotate(): void;
  /** The pair in use before the last rotation was stolen. */
  revokeOld(on: Date): void;
}

interface ListedPair {
  readonly signKid: string;
  readonly sealKid: string;
  readonly signing: KeyObject;
  readonly sealing: KeyObject;
  readonly validFrom: Date;
  validUntil?: Date;
  revokedOn?: Date;
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
  const first: ListedPair = {
    signKid: `${node}-sign`,
    sealKid: `${node}-seal`,
    signing,
    sealing,
    validFrom: new Date('2026-01-01T00:00:00Z'),
  };
  const pairs = [first];
  const last = (): ListedPair => pairs.at(-1) ?? first;
  return {
    listed: () => pairs,
    rotate: () => {
      const now = new Date();
      last().validUntil = now;
      const n = pairs.length + 1;
      pairs.push({
        signKid: `${node}-sign-${n}`,
        sealKid: `${node}-seal-${n}`,
        signing: generateKeyPairSync('ed25519').privateKey,
        sealing: generateKeyPairSync('x25519').privateKey,
        validFrom: now,
      });
    },
    revokeOld: (on) => {
      const old = pairs.at(-2);
      if (old !== undefined) old.revokedOn = on;
    },
    node,
    signPublic: createPublicKey(signing),
    sealPublic: createPublicKey(sealing),
    signingKey: () => ({ kid: last().signKid, privateKey: last().signing }),
    decryptionKey: (kid) => pairs.find(({ sealKid }) => sealKid === kid)?.sealing,
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
    peers: () => nodes.map(({ node }) => node),
    verificationKey: (node, kid) => {
      const pair = find(node)
        ?.listed()
        .find(({ signKid }) => signKid === kid);
      if (pair === undefined) return undefined;
      const { signing, validFrom, validUntil, revokedOn } = pair;
      return {
        publicKey: createPublicKey(signing),
        validFrom,
        ...(validUntil === undefined ? {} : { validUntil }),
        ...(revokedOn === undefined ? {} : { revokedOn }),
      };
    },
    encryptionKey: (node) => {
      const pair = find(node)?.listed().at(-1);
      return pair === undefined ? undefined : { kid: pair.sealKid, publicKey: createPublicKey(pair.sealing) };
    },
  };
}

import {
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  randomUUID,
  X509Certificate,
} from 'node:crypto';
import { linkSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { problem, type DirectoryProblem } from '../directory/problem.js';
import { keyFolder } from '../keys/key-folder.js';
import { errorCode } from '../unknown-value.js';
import { makeCertificate } from './make-certificate.js';

/** A node's certificate with its key, as the TLS of Node takes them. */
export interface NodeCertificate {
  /** PEM. */
  readonly key: string;
  /** PEM. */
  readonly cert: string;
  /** SHA-256 over the SubjectPublicKeyInfo, base64url: what the directory pins. */
  readonly spki: string;
}

export type ReadCertificate =
  | { readonly ok: true; readonly certificate: NodeCertificate }
  | { readonly ok: false; readonly problem: DirectoryProblem };

const nameOf = (node: string): string => `${node.replaceAll(':', '_')}.tls.pem`;
const fileOf = (dataDir: string, node: string): string => join(keyFolder(dataDir), nameOf(node));

/** What the directory pins of a public key. */
export const spkiOf = (key: KeyObject): string =>
  createHash('sha256')
    .update(key.export({ format: 'der', type: 'spki' }))
    .digest('base64url');

/** Reads `keys/<node>.tls.pem`; refuses one that others on this machine may read. */
export function loadCertificate(dataDir: string, node: string): ReadCertificate {
  const failed = (sentence: string): ReadCertificate => ({
    ok: false,
    problem: problem(`keys/${nameOf(node)}`, sentence),
  });
  const path = fileOf(dataDir, node);
  try {
    if (process.platform !== 'win32' && (statSync(path).mode & 0o077) !== 0) {
      return failed(
        `The certificate file of ${node} can be read by others; run chmod 600 on it, and make a new one if somebody did.`,
      );
    }
    const certificate = readCertificate(readFileSync(path, 'utf8'));
    return certificate === undefined
      ? failed(
          `The certificate file of ${node} holds no key with its certificate; make it with npm run -s keys.`,
        )
      : { ok: true, certificate };
  } catch (error) {
    return failed(`The certificate file of ${node} cannot be read (${errorCode(error)}).`);
  }
}

/** Undefined when the text is no key with its certificate. */
export function readCertificate(text: string): NodeCertificate | undefined {
  try {
    const key = /-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]+-----END [A-Z ]*PRIVATE KEY-----/u.exec(text)?.[0];
    const cert = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/u.exec(text)?.[0];
    if (key === undefined || cert === undefined) return undefined;
    const { publicKey } = new X509Certificate(cert);
    const spki = spkiOf(publicKey);
    return spkiOf(createPublicKey(createPrivateKey(key))) === spki ? { key, cert, spki } : undefined;
  } catch {
    return undefined;
  }
}

/** Makes the file when there is none. Safe when several processes do it at once: the first file stays. */
export async function makeMissingCertificate(dataDir: string, node: string, from: Date): Promise<void> {
  const path = fileOf(dataDir, node);
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) return;
  const draft = `${path}.${randomUUID()}`;
  writeFileSync(draft, await makeCertificate(node, from), { mode: 0o600, flag: 'wx' });
  try {
    linkSync(draft, path);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

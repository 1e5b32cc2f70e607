import { createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { problem, type DirectoryProblem } from './problem.js';

const FILE = 'network.sig';

/**
 * A real network's directory is believed only with a signature of the network's root key over the exact bytes of
 * `network.yaml`: `network.sig`, 64 bytes in base64url. A simulated network lies on one machine and needs none.
 */
export function checkSignature(input: {
  readonly path: string;
  readonly bytes: Buffer;
  readonly simulated: boolean;
  readonly rootKey?: string | undefined;
}): DirectoryProblem[] {
  if (input.simulated) return [];
  if (input.rootKey === undefined) {
    return [
      problem(
        FILE,
        'The network is real, but NETWORK_ROOT_KEY is not set; nobody could tell whose directory this is.',
      ),
    ];
  }
  let signature: Buffer;
  try {
    signature = Buffer.from(readFileSync(join(input.path, FILE), 'utf8').trim(), 'base64url');
  } catch {
    return [problem(FILE, 'The network is real, but its directory has no signature beside it.')];
  }
  try {
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: input.rootKey }, format: 'jwk' });
    if (signature.length === 64 && verify(null, input.bytes, key, signature)) return [];
  } catch {
    // A root key that is no point of the curve proves nothing either.
  }
  return [problem(FILE, "The signature is not that of the network's root key over this network.yaml.")];
}

import { createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  checkUnsigned,
  loadCertificate,
  loadKeyFiles,
  makeMissingCertificate,
  makeNodeKeys,
  printDirectoryProblems,
  publicHalves,
} from '#access';

export const USAGE = `Usage: npm run -s keys -- COMMAND

  make --node city [--next] [--https] [--data .data]
      makes the keys of a node (keys/city.json, readable by you alone) unless they are there, and prints the public
      halves for the directory. --next makes another pair for a rotation, beside the one in use. --https makes a TLS
      certificate too (keys/city.tls.pem).
  show --node city [--data .data]
      prints the public halves of all that is there.
  root --to root.pem
      makes the key that signs a network's directory, and prints NETWORK_ROOT_KEY. Its keeper stores it off line.
  sign --network DIR --root root.pem
      checks network.yaml (and staff.yaml) whole and writes network.sig beside it.

Nothing here asks a network or a database. Exit code 0: done. 1: something is wrong, a sentence each. 2: a wrong question.
`;

interface Answered {
  readonly code: 0 | 1 | 2;
  readonly out: string;
  readonly err: string;
}

const done = (out: string): Answered => ({ code: 0, out, err: '' });
const failed = (err: string): Answered => ({ code: 1, out: '', err: `${err}\n` });
const wrong = (err: string): Answered => ({ code: 2, out: '', err: `${err}\n\n${USAGE}` });

/** What the command answers to its arguments; `now` is real time. */
export async function keys(argv: readonly string[], now: Date): Promise<Answered> {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options: {
        node: { type: 'string' },
        data: { type: 'string', default: '.data' },
        next: { type: 'boolean', default: false },
        https: { type: 'boolean', default: false },
        to: { type: 'string' },
        network: { type: 'string' },
        root: { type: 'string' },
      },
      allowPositionals: true,
    });
    const [command, ...more] = positionals;
    if (command === undefined || more.length > 0) return wrong('One command is needed.');
    if (command === 'root') return values.to === undefined ? wrong('root needs --to.') : makeRoot(values.to);
    if (command === 'sign') {
      const { network, root } = values;
      if (network === undefined || root === undefined) return wrong('sign needs --network and --root.');
      return signDirectory(network, root, now);
    }
    if (command !== 'make' && command !== 'show') return wrong(`There is no command ${command}.`);
    const { node, data, next, https } = values;
    if (node === undefined || !/^[a-z]+(:[a-z0-9-]+)?$/u.test(node)) {
      return wrong(`${command} needs --node with a node id such as city or township:yi.`);
    }
    return command === 'show' ? show(node, data, now) : await make(node, { data, next, https }, now);
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error));
  }
}

async function make(
  node: string,
  { data, next, https }: { readonly data: string; readonly next: boolean; readonly https: boolean },
  now: Date,
): Promise<Answered> {
  const problems = makeNodeKeys(data, node, next);
  if (problems.length > 0) return failed(printDirectoryProblems(problems));
  if (https) await makeMissingCertificate(data, node, now);
  return show(node, data, now);
}

/** As the directory lists them, to be pasted under the node by its keeper. */
function show(node: string, data: string, now: Date): Answered {
  const read = loadKeyFiles(data, node);
  if (!read.ok) return failed(`${read.problem.at}: ${read.problem.sentence}`);
  const from = `${now.toISOString().slice(0, 19)}Z`;
  const lines = [`# ${node}: set validFrom to when the directory with it is out everywhere`, 'keys:'];
  for (const { kid, sign: signs, seal } of read.secrets.map(publicHalves)) {
    lines.push(`  - { kid: ${kid}, sign: ${signs}, seal: ${seal}, validFrom: '${from}' }`);
  }
  const certificate = loadCertificate(data, node);
  if (certificate.ok) {
    lines.push('https:', '  url: https://…', '  certificates:');
    lines.push(`    - { spki: ${certificate.certificate.spki}, validFrom: '${from}' }`);
  }
  return done(`${lines.join('\n')}\n`);
}

function makeRoot(to: string): Answered {
  if (existsSync(to)) return failed(`${to} is there already; a root key is never written over.`);
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  writeFileSync(to, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600, flag: 'wx' });
  return done(`NETWORK_ROOT_KEY=${publicKey.export({ format: 'jwk' }).x ?? ''}\n`);
}

function signDirectory(network: string, root: string, now: Date): Answered {
  const key = createPrivateKey(readFileSync(root));
  if (key.asymmetricKeyType !== 'ed25519') return failed(`${root} holds no Ed25519 key.`);
  const checked = checkUnsigned(network, now);
  if (!checked.ok) return failed(printDirectoryProblems(checked.problems));
  if (checked.simulated) return failed('The directory is simulated: true; it needs no signature.');
  const file = join(network, 'network.sig');
  // In one step: a node that looks at this moment sees the old or the new one, never half.
  writeFileSync(`${file}.new`, `${sign(null, checked.bytes, key).toString('base64url')}\n`);
  renameSync(`${file}.new`, file);
  return done(`signed ${join(network, 'network.yaml')}, version ${checked.version}\n`);
}

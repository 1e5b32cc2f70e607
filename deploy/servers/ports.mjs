// Free ports, remembered, so that a second start has the addresses of the first.
import { randomBytes, randomInt } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

const listen = (port) =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(port)));
  });

/** Below the ports that systems give to outgoing connections: one of those may take a server's while it is down. */
async function freePort() {
  for (let attempt = 0; attempt < 1_000; attempt++) {
    const port = await listen(randomInt(15_000, 32_768));
    if (port !== undefined) return port;
  }
  throw new Error('no free port on 127.0.0.1 between 15000 and 32767');
}

function read(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return {};
  }
}

/** The port that `name` had at the last start in `dataDir` if it is still free, else a free one; remembered. */
export async function portFor(dataDir, name) {
  const file = join(dataDir, 'ports.json');
  const known = read(file);
  const wanted = Number.isInteger(known[name]) ? await listen(known[name]) : undefined;
  const port = wanted ?? (await freePort());
  if (port !== known[name]) {
    // read again: the other server looked for its port meanwhile
    writeFileSync(file, `${JSON.stringify({ ...read(file), [name]: port }, null, 2)}\n`);
  }
  return port;
}

/** The port of a private server that runs in `dataDir`; undefined when none was ever started there. */
export const knownPort = (dataDir, name) => read(join(dataDir, 'ports.json'))[name];

/** The password of a private server: made at the first start, kept in `secrets.json` (0600), never printed. */
export function passwordFor(dataDir, name) {
  const file = join(dataDir, 'secrets.json');
  const known = read(file);
  if (typeof known[name] === 'string') return known[name];
  const password = randomBytes(18).toString('base64url');
  writeFileSync(file, JSON.stringify({ ...known, [name]: password }), { mode: 0o600 });
  return password;
}

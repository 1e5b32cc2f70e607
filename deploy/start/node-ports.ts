import { randomInt } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { z } from 'zod';

const remembered = z.record(z.string(), z.unknown());

/**
 * A free port on 127.0.0.1 for every name: the one of the last start when it is still free. Kept in `ports.json`, where
 * the servers keep theirs too. All are held until the last is found, so that no two names get the same.
 */
export async function portsFor(
  dataDir: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const file = join(dataDir, 'ports.json');
  const known = read(file);
  const ports = new Map<string, number>();
  const held: Server[] = [];
  try {
    for (const name of names) {
      const last = known[name];
      const got = (typeof last === 'number' ? await listen(last) : undefined) ?? (await holdFree());
      held.push(got.server);
      ports.set(name, got.port);
    }
  } finally {
    await Promise.all(held.map((server) => new Promise((closed) => server.close(closed))));
  }
  writeFileSync(file, `${JSON.stringify({ ...known, ...Object.fromEntries(ports) }, null, 2)}\n`);
  return ports;
}

function read(file: string): Readonly<Record<string, unknown>> {
  try {
    const parsed = remembered.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? parsed.data : {};
  } catch {
    return {}; // the first start, or a file that somebody broke: new ports do no harm
  }
}

interface Held {
  readonly server: Server;
  readonly port: number;
}

/** Systems give ports from 32768 on to outgoing connections: one of those may take a server's while it is down. */
const [FIRST, AFTER] = [15_000, 32_768];

async function holdFree(): Promise<Held> {
  for (let attempt = 0; attempt < 1_000; attempt++) {
    const held = await listen(randomInt(FIRST, AFTER));
    if (held !== undefined) return held;
  }
  throw new Error(`There is no free port on 127.0.0.1 between ${FIRST} and ${AFTER - 1}.`);
}

/** A port on 127.0.0.1 that is free at this moment. */
export async function freePort(): Promise<number> {
  const { server, port } = await holdFree();
  await new Promise((closed) => server.close(closed));
  return port;
}

/** Holds a port; undefined when it is taken or is none. */
function listen(port: number): Promise<Held | undefined> {
  if (!Number.isInteger(port) || port < 1024 || port > 65_535) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve({ server, port }));
  });
}

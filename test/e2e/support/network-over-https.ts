import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { networkFileSchema } from '#contract';
import { freePort } from '../../../deploy/start/node-ports.js';

/**
 * The sample network in a folder of its own, in which these nodes are run by another organisation: all frames between
 * them and the others travel over HTTPS. Gives the folder.
 */
export async function networkOverHttps(
  into: string,
  others: Readonly<Record<string, string>>,
): Promise<string> {
  const path = join(into, 'network');
  cpSync('deploy/network/sample', path, { recursive: true });
  const file = join(path, 'network.yaml');
  const document = parseDocument(readFileSync(file, 'utf8'));
  const { nodes, links } = networkFileSchema.parse(document.toJS());
  const pairs = links.flatMap((link) => link.with.map((other) => [link.of, other] as const));
  const speaking = new Set(
    pairs.filter(([one, other]) => others[one] !== others[other]).flatMap(([one, other]) => [one, other]),
  );
  for (const [at, { id }] of nodes.entries()) {
    if (others[id] !== undefined) document.setIn(['nodes', at, 'operator'], others[id]);
    if (!speaking.has(id)) continue;
    const url = `https://127.0.0.1:${await freePort()}`;
    document.setIn(['nodes', at, 'https'], document.createNode({ url }));
  }
  writeFileSync(file, document.toString());
  return path;
}

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cpSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseDocument, stringify } from 'yaml';
import { networkFileSchema, staffFileSchema } from '#contract';
import { keys } from '../../deploy/cli/keys-command.js';
import { aLetter } from '../medium/api/a-letter.js';
import { eventually } from '../support/eventually.js';
import { liquidatorsGetANode } from '../support/twin-directory.js';
import { NodeProcess } from './support/node-process.js';
import { OfficeClient } from './support/office-client.js';
import { type PrivateServers, privateServers } from './support/private-servers.js';
import { type SampleNetwork, sampleNetwork } from './support/sample-network.js';

/* The directory changes while offices run: a unit gets a node, keys are replaced and revoked, a directory is refused. */

const WITHIN_MS = 30_000;
const UNIT = 'unit:liquidators';
const NODE = 'agency:liquidators';

let servers: PrivateServers;
let sample: SampleNetwork;
const running: NodeProcess[] = [];

async function start(role: string, node: string, given: Record<string, string>): Promise<OfficeClient> {
  const one = new NodeProcess(role, { ...(await sample.settings([node])), ...given });
  running.push(one);
  return new OfficeClient((await one.ready())[node] ?? '');
}
/** Ends what runs; gives the lines of the logs. */
async function endAll(): Promise<string> {
  const ends = await Promise.all(running.splice(0).map((one) => one.kill('SIGTERM')));
  expect(ends.map(({ code }) => code)).toEqual(ends.map(() => 0));
  return ends.flatMap(({ log }) => log).join('\n');
}
/** In one step, as an operator who cares replaces a file. */
function replace(file: string, content: string): void {
  writeFileSync(`${file}.new`, content);
  renameSync(`${file}.new`, file);
}
const network = (name: string): string => {
  const path = join(servers.dataDir, name);
  cpSync('deploy/network/sample', path, { recursive: true });
  return path;
};

beforeAll(async () => {
  servers = await privateServers();
  sample = await sampleNetwork(servers, { migrated: ['city', NODE, 'province', 'prefecture'] });
}, 240_000);

afterAll(async () => {
  await Promise.all(running.map((one) => one.kill('SIGKILL')));
  await servers?.stop();
}, 60_000);

async function assigned(office: OfficeClient, unit: string, to: string): Promise<string> {
  const { caseId, caseVersion } = await office.act('/api/items', aLetter({ actor: { unit } }));
  const { legId = '' } = await office.act(`/api/cases/${caseId}/assign`, {
    actor: { unit },
    version: caseVersion,
    to,
    wants: 'result',
    days: 30,
  });
  return legId;
}
const there = (office: OfficeClient, legId: string) =>
  eventually(
    () => office.leg(legId),
    (leg) => leg !== undefined,
    WITHIN_MS,
  );

describe('a unit that gets a node of its own while its keeper runs', () => {
  it('its open leg goes there without a restart, and a broken file on the way changes nothing', async () => {
    const path = network('living');
    const city = await start('city', 'city', { NETWORK: path });
    const legId = await assigned(city, 'city', UNIT);
    const file = networkFileSchema.parse(parse(readFileSync(join(path, 'network.yaml'), 'utf8')));
    const { staff } = staffFileSchema.parse(parse(readFileSync(join(path, 'staff.yaml'), 'utf8')));
    const [next, people] = [{ ...file, version: file.version + 1 }, [...staff]];
    liquidatorsGetANode(next, people);
    replace(join(path, 'network.yaml'), 'nodes: [');
    // Its staff first: until the directory follows, nobody knows that unit, and the city goes on with what it has.
    replace(join(path, 'staff.yaml'), stringify({ staff: people }));
    replace(join(path, 'network.yaml'), stringify(next));
    const unit = await start('agency', NODE, { NETWORK: path });
    const leg = await there(unit, legId);
    await unit.act(`/api/legs/${legId}/accept`, { actor: { unit: UNIT }, version: leg?.version ?? 0 });
    await eventually(
      () => city.acts(legId),
      (acts) => acts.includes('leg.accept'),
      WITHIN_MS,
    );
    const log = await endAll();
    expect(log).toContain('"directory.taken"');
  }, 180_000);
});

describe('a real network', () => {
  it('changes keys while offices run: what follows is signed with the new pair, an older directory is refused', async () => {
    const path = network('real');
    const file = join(path, 'network.yaml');
    // A data folder of its own: it remembers versions by the name of the network.
    const DATA_DIR = join(servers.dataDir, 'real-data');
    const root = join(servers.dataDir, 'root.pem');
    const told = async (...argv: readonly string[]): Promise<string> => {
      const { code, out, err } = await keys(argv, new Date(Date.now() - 60_000));
      if (code !== 0) throw new Error(err);
      return out;
    };
    const keysOf = async (node: string, ...more: readonly string[]) =>
      (parse(await told('make', '--node', node, '--data', DATA_DIR, ...more)) as { keys: { kid: string }[] })
        .keys;
    const NETWORK_ROOT_KEY = /=(.+)\n/u.exec(await told('root', '--to', root))?.[1] ?? '';
    const given = { NETWORK: path, NETWORK_ROOT_KEY, DATA_DIR };
    const document = parseDocument(readFileSync(file, 'utf8'));
    document.set('simulated', false);
    const { nodes } = networkFileSchema.parse(document.toJS());
    for (const [at, { id }] of nodes.entries())
      document.setIn(['nodes', at, 'keys'], document.createNode(await keysOf(id)));
    const first = document.toString();
    replace(file, first);
    await told('sign', '--network', path, '--root', root);
    const firstSignature = readFileSync(join(path, 'network.sig'), 'utf8');

    const province = await start('city', 'province', given);
    const prefecture = await start('city', 'prefecture', given);
    await there(prefecture, await assigned(province, 'province', 'prefecture'));

    const at = nodes.findIndex(({ id }) => id === 'prefecture');
    const [old, next] = await keysOf('prefecture', '--next');
    if (old === undefined || next === undefined) throw new Error('no second pair');
    const revokedOn = `${new Date().toISOString().slice(0, 19)}Z`;
    document.setIn(['nodes', at, 'keys'], document.createNode([{ ...old, revokedOn }, next]));
    document.set('version', 2);
    replace(file, document.toString());
    await told('sign', '--network', path, '--root', root);

    await eventually(
      async () => {
        await there(prefecture, await assigned(province, 'province', 'prefecture'));
        const rows = await sample.sql('SELECT manifest FROM hy_province.exchange_in_frame');
        return rows.map(({ manifest }) => String(manifest)).filter((text) => text.includes(next.kid)).length;
      },
      (count) => count > 0,
      60_000,
    );
    // The directory of before, rightly signed: whoever brings it back would bring a stolen key back.
    replace(file, first);
    replace(join(path, 'network.sig'), firstSignature);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await there(prefecture, await assigned(province, 'province', 'prefecture'));
    const log = await endAll();
    expect(log).toContain('"directory.taken"');
    expect(log).toContain('The version fell from 2 to 1');
  }, 240_000);
});

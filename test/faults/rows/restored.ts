import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { lineOf } from '../check/casework.js';
import { cameBack, expectedAt, holdingOf, setBackOf, textless } from '../check/set-back.js';
import type { SetBack } from '../clients/set-backs.js';
import type { FaultNetwork, OfficeName } from '../world/network.js';
import { BUSY_OFFICES, felt } from './felt.js';
import type { FaultRow, FaultWorld } from './row.js';

/** Work after the backup, which the backup does not know. */
const SINCE_MS = 10_000;
/** A killed office's lease runs out: before, `npm run restore` believes that it still runs. */
const LEASE_MS = 4_000;
const RECOVERED_WITHIN_MS = 60_000;

const recoveryShape = z.looseObject({
  epoch: z.int(),
  peers: z.array(z.looseObject({ peer: z.string(), greeted: z.boolean(), recovering: z.boolean() })),
  refilled: z.array(
    z.looseObject({
      peer: z.string(),
      stream: z.looseObject({ kind: z.string(), id: z.string() }),
      epoch: z.int(),
      sent: z.int(),
      applied: z.int(),
      gone: z.int(),
      notRebuilt: z.int(),
      renumbered: z.int(),
      reason: z.exactOptional(z.string()),
    }),
  ),
});
type Recovery = z.infer<typeof recoveryShape>;

async function recoveryOf(network: FaultNetwork, node: OfficeName): Promise<Recovery | undefined> {
  try {
    const answer = await fetch(new URL('/api/exchange/recovery', network.office(node).url), {
      headers: { 'x-start-token': network.token },
      signal: AbortSignal.timeout(5_000),
    });
    return recoveryShape.parse(await answer.json());
  } catch (error) {
    if (error instanceof z.ZodError) throw error;
    return undefined;
  }
}

/** Waits until every peer has answered and given back what it holds; starts the office when it dies of it. @throws when one has not. */
async function recovered(
  network: FaultNetwork,
  node: OfficeName,
): Promise<{ readonly report: Recovery; readonly deaths: number }> {
  const until = performance.now() + RECOVERED_WITHIN_MS;
  for (let deaths = 0; ;) {
    if (!network.office(node).alive) {
      deaths += 1;
      await network.office(node).start();
    }
    const seen = await recoveryOf(network, node);
    const open = seen?.peers.filter(
      ({ peer, greeted, recovering }) => network.has(peer) && (!greeted || recovering),
    );
    if (seen !== undefined && open?.length === 0) return { report: seen, deaths };
    if (performance.now() > until)
      throw new Error(
        `${node} was not whole again after ${RECOVERED_WITHIN_MS / 1_000} s: ${JSON.stringify(open)}`,
      );
    await pause(250);
  }
}

const epochOf = async ({ network }: FaultWorld, node: OfficeName): Promise<number> => {
  const [row] = await network.sql(`SELECT MAX(epoch) AS epoch FROM {${node}}.exchange_self`);
  return Number(row?.['epoch'] ?? 1);
};

/** What the office says of its recovery must be what was lost and lies elsewhere, stream by stream. */
async function reportIsTrue(
  { network, observe }: FaultWorld,
  setBack: SetBack,
  lines: Recovery['refilled'],
  epoch: number,
): Promise<number> {
  const back = new Map<string, number>();
  for (const { peer, stream, sent } of lines) {
    const name = `${peer} ${stream.id}`;
    back.set(name, (back.get(name) ?? 0) + sent);
  }
  const held = await cameBack(network, setBack, epoch);
  const there = new Map<string, number>();
  for (const { dest, stream } of held.values()) {
    const name = `${dest} ${stream}`;
    there.set(name, (there.get(name) ?? 0) + 1);
  }
  for (const name of new Set([...back.keys(), ...there.keys()])) {
    const [told, true_] = [back.get(name) ?? 0, there.get(name) ?? 0];
    if (told !== true_)
      observe(
        'I2',
        `${setBack.node}: the report says ${told} own messages of ${name} came back, ${true_} lay there`,
      );
  }
  const gone = new Set<string>();
  const lostLegs = new Set<string>();
  for (const { peer, stream, notRebuilt, gone: told, reason } of lines) {
    const without = await textless(network, [setBack.node, peer], stream.id);
    for (const id of without) gone.add(id);
    if (without.size > 0) lostLegs.add(stream.id);
    if (notRebuilt > without.size || told > without.size)
      observe(
        'I2',
        `${setBack.node}: of ${peer} ${stream.id} ${notRebuilt} messages were not taken up again and ${told} have no text; ${without.size} have none (${reason ?? ''})`,
      );
  }
  setBack.gone = gone;
  setBack.lostLegs = lostLegs;
  return held.size;
}

/** An office dies, its database goes back, and it is killed once more while it recovers. */
async function setBack(world: FaultWorld, node: OfficeName, lose: () => Promise<void>): Promise<string> {
  const { network, operations, choices } = world;
  const office = network.office(node);
  const epoch = await epochOf(world, node);
  await office.kill();
  // Answers that were on their way have reached the clients by now.
  await pause(LEASE_MS);
  const acts = await expectedAt(network, operations, node, lineOf);
  const before = await holdingOf(network, node);
  await lose();
  const lost = setBackOf(node, acts.lines, before, await holdingOf(network, node));
  operations.setBacks.push(lost);
  const point = `P13:crash@${choices.one([1, 3, 8])}`;
  await office.start(point);
  const { report, deaths } = await recovered(network, node);
  // limits that came back may have passed long ago: noted by the next sweep, which a simulated day brings only tomorrow
  await network.sweep(office);
  const { epoch: now, refilled } = report;
  const lines = refilled.filter((line) => line.epoch > epoch);
  const held = await reportIsTrue(world, lost, lines, epoch);
  felt(now > epoch, `${node} lost ${lost.messages.size} messages and did not notice`);
  const sum = (of: (line: Recovery['refilled'][number]) => number): number =>
    lines.reduce((total, line) => total + of(line), 0);
  return [
    `${node}: ${lost.messages.size} written messages and ${lost.cases.size} registrations gone`,
    deaths > 0 ? `killed at ${point.replace(':crash', '')} while it recovered` : `${point} not reached`,
    `${held} written and ${sum(({ applied }) => applied)} received ones came back in ${lines.length} streams (${sum(({ gone }) => gone)} without text, destroyed with what was returned or recalled), ${sum(({ renumbered }) => renumbered)} follow; epoch ${now}`,
  ].join(', ');
}

export const RESTORED: readonly FaultRow[] = [
  {
    id: 12,
    title: 'database restored from an older backup, sender and receiver',
    quick: false,
    inject: async (world) => {
      const { network } = world;
      const told: string[] = [];
      for (const [at, node] of BUSY_OFFICES.entries()) {
        const file = join(network.dataDir, `backup-${Date.now()}-${at}`);
        await network.backUp(node, file);
        await pause(SINCE_MS);
        told.push(await setBack(world, node, () => network.restore(file)));
      }
      return told.join('; ');
    },
  },
  {
    id: 13,
    title: 'a node rebuilt from nothing',
    quick: false,
    inject: async (world) => {
      const { network, choices, operations } = world;
      // What was destroyed with a returned dossier comes back as a chain once, not when both ends are set back in turn.
      const before = operations.setBacks.length > 0;
      const node = choices.one<OfficeName>(
        before ? ['township:jia', 'township:yi', 'prefecture'] : BUSY_OFFICES,
      );
      await pause(SINCE_MS);
      return await setBack(world, node, () => network.emptySchema(node));
    },
  },
];

import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { actAnswer } from '#contract';
import { schemaOf } from '#persistence';
import { registration } from '../clients/clerk.js';
import { uuidText } from '../check/uuid.js';
import type { FaultNetwork } from '../world/network.js';
import { felt, since } from './felt.js';
import type { FaultRow, FaultWorld } from './row.js';

/** Sends an act and hangs up as soon as the request is written. */
function postAndLeave({ network }: FaultWorld, path: string, body: unknown, key: string): Promise<void> {
  return new Promise((resolve) => {
    const text = JSON.stringify(body);
    const sent = request(new URL(path, network.office('city').url), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
        'idempotency-key': key,
        'x-start-token': network.token,
      },
      agent: false,
    });
    sent.on('error', () => undefined);
    sent.on('close', () => resolve());
    sent.end(text, () => sent.destroy());
  });
}

/** More acts at once than the city has connections, each on a case of its own; refused, since their version is wrong. */
async function crowd(network: FaultNetwork): Promise<void> {
  await pause(500);
  const cases = await network.sql('SELECT LOWER(HEX(id)) AS id FROM {city}.casework_case LIMIT 12');
  await Promise.allSettled(
    cases.map(({ id }) =>
      fetch(new URL(`/api/cases/${uuidText(String(id))}/notify`, network.office('city').url), {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'idempotency-key': randomUUID(),
          'x-start-token': network.token,
        },
        body: JSON.stringify({ actor: { unit: 'city' }, version: 1_000_000, how: '书面' }),
        signal: AbortSignal.timeout(20_000),
      }),
    ),
  );
}

/** Connections of an office. */
const POOL = 4;

export const WORK: readonly FaultRow[] = [
  {
    id: 24,
    title: 'a migration killed half-way, then two at once; two processes of the same office',
    quick: true,
    inject: async ({ network, choices }) => {
      const steps = await network.migrateBroken('committee:education', 1 + choices.number(300));
      const double = await network.double('city');
      await double.start();
      await pause(5_000);
      await double.kill();
      return `${steps}; city: two processes for 5 s, one killed`;
    },
  },
  {
    id: 27,
    title: 'the connection pool exhausted: every connection waits for a row',
    quick: true,
    inject: async ({ network }) => {
      const waiting = network.mostWaiting('city', 7_500);
      void crowd(network);
      await network.holdRows(`SELECT * FROM ${schemaOf('city')}.casework_case FOR UPDATE`, 8_000);
      felt((await waiting) >= POOL, `only ${await waiting} of ${POOL} connections of the city waited`);
      return `city: every case locked for 8 s, ${await waiting} of ${POOL} connections waited`;
    },
  },
  {
    id: 29,
    title: 'acts that cross on the wire: both ends act while nothing passes between them',
    quick: true,
    inject: async ({ network }) => {
      const agency = network.office('agency:natural-resources');
      const suffered = since(agency.redis);
      agency.redis.set({ cut: true });
      await pause(6_000);
      agency.redis.clear();
      felt(suffered().cut > 0, 'the agency was never cut off');
      return 'agency and city acted for 6 s without hearing of each other';
    },
  },
  {
    id: 30,
    title: 'an HTTP answer lost after COMMIT, the act repeated with its key',
    quick: true,
    inject: async (world) => {
      const { network, operations, choices } = world;
      let same = 0;
      for (let times = 0; times < 10; times += 1) {
        const key = randomUUID();
        const body = registration('city', await world.today(), choices);
        await postAndLeave(world, '/api/items', body, key);
        await pause(choices.number(60));
        const told = new Set<string>();
        for (let again = 0; again < 3; again += 1) {
          const answer = await fetch(new URL('/api/items', network.office('city').url), {
            method: 'POST',
            headers: {
              'content-type': 'application/json',
              'idempotency-key': key,
              'x-start-token': network.token,
            },
            body: JSON.stringify(body),
          });
          if (!answer.ok) throw new Error(`the repeated act answered ${answer.status}`);
          told.add(actAnswer.parse(await answer.json()).caseId);
        }
        const [caseId] = told;
        if (caseId === undefined || told.size !== 1) throw new Error('one key opened two cases');
        same += 1;
        operations.add({
          client: 0,
          key,
          node: 'city',
          path: '/api/items',
          what: 'ok',
          at: new Date().toISOString(),
          told: caseId,
        });
      }
      return `${same} registrations, each asked four times, each one case`;
    },
  },
];

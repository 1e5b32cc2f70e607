import { createServer, type AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { actAnswer, historyEntry, pageOf } from '#contract';
import { eventually } from '../../support/eventually.js';
import { Gate } from './a-gate.js';
import { aLetter } from './a-letter.js';
import { aNode, get, post, send } from './a-node.js';

describe('a node that cannot stand', () => {
  it('on a schema that is behind names the command to run', async () => {
    await expect(aNode({ migrated: false })).rejects.toThrow('run "npm run migrate"');
  }, 30_000);

  it('on a port that another program has says which', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    try {
      await expect(aNode({ port })).rejects.toThrow(
        `city: Port ${port} on 127.0.0.1 is in use by another program`,
      );
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
  }, 30_000);
});

describe('a node whose database goes away', () => {
  it('says so, and does the act once when it is sent again with its key', async () => {
    const gates: Gate[] = [];
    const node = await aNode({
      databasePort: async (real) => {
        const made = new Gate(real);
        gates.push(made);
        return made.open();
      },
    });
    const [gate] = gates;
    const headers = { 'idempotency-key': randomUUID() };
    try {
      await gate?.shut();
      const away = await post(node, '/api/items', aLetter(), headers);
      expect(away).toMatchObject({ status: 503, json: { slug: 'database-away' } });
      expect(away.headers['retry-after']).toBe('2');
      expect(await get(node, '/health/ready')).toMatchObject({
        status: 503,
        json: { phase: 'down', problems: { database: 'unreachable' } },
      });
      expect((await get(node, '/health/live')).status).toBe(200);
      await gate?.open();
      const done = await eventually(
        () => post(node, '/api/items', aLetter(), headers),
        ({ status }) => status === 200,
      );
      const again = await post(node, '/api/items', aLetter(), headers);
      expect(again.json).toEqual(done.json);
      expect(await node.database.sql('SELECT COUNT(*) AS n FROM casework_case')).toEqual([{ n: 1 }]);
      await eventually(
        () => get(node, '/health/ready'),
        ({ status }) => status === 200,
      );
    } finally {
      await node.stop();
      await gate?.shut();
    }
  }, 60_000);
});

describe('a node of a network that is not marked simulated', () => {
  it('has no simulated clock and no way to set one: its day is the database’s', async () => {
    const node = await aNode({ simulated: false });
    try {
      for (const answer of [
        await get(node, '/simulation/state'),
        await post(node, '/simulation/clock', { now: '2030-01-01T00:00:00Z' }),
      ]) {
        expect(answer).toMatchObject({ status: 404, json: { slug: 'unknown-route' } });
      }
      const board = await get(node, '/api/board');
      expect(board.json).toMatchObject({ simulated: false });
      const [row] = await node.database.sql(
        "SELECT DATE_FORMAT(UTC_TIMESTAMP() + INTERVAL 8 HOUR, '%Y-%m-%d') AS today",
      );
      expect(board.json['today']).toBe(row?.['today']);
      const paths = (await get(node, '/docs/openapi.json')).json['paths'];
      expect(paths).not.toHaveProperty(['/simulation/clock']);
    } finally {
      await node.stop();
    }
  }, 30_000);
});

describe('the day of a simulated network', () => {
  it('moves forward and brings about what its passing means, once', async () => {
    const node = await aNode();
    try {
      const { caseId } = actAnswer.parse((await post(node, '/api/items', aLetter())).json);
      const overdue = async (): Promise<readonly unknown[]> => {
        const { json } = await get(node, `/api/cases/${caseId}/history`);
        return pageOf(historyEntry)
          .parse(json)
          .items.filter(({ act }) => act === 'overdue')
          .map(({ on, basis }) => [on, basis]);
      };
      const move = (now: string) => post(node, '/simulation/clock', { now });
      expect(await move('2026-01-19T01:00:00.000Z')).toMatchObject({
        status: 200,
        json: { today: '2026-01-19' },
      });
      expect(await overdue()).toEqual([]);
      await Promise.all([move('2026-01-20T01:00:00.000Z'), move('2026-01-20T01:00:00.000Z')]);
      await move('2026-02-20T01:00:00.000Z');
      expect(await overdue()).toEqual([
        ['2026-01-20', '信访工作条例22'],
        ['2026-01-20', '信访工作条例23'],
      ]);
      await node.restart();
      expect((await get(node, '/simulation/state')).json).toMatchObject({ today: '2026-02-20', idle: true });
      expect(await overdue()).toHaveLength(2);
    } finally {
      await node.stop();
    }
  }, 30_000);
});

describe('a client that goes away before it is answered', () => {
  it('finds its act done once when it asks again with its key', async () => {
    const node = await aNode();
    try {
      const key = randomUUID();
      const body = JSON.stringify(aLetter());
      const headers = {
        'content-type': 'application/json',
        'idempotency-key': key,
        'content-length': String(Buffer.byteLength(body)),
      };
      await Promise.all(
        Array.from({ length: 5 }, () =>
          send(node, '/api/items', { method: 'POST', headers, body, leave: true }),
        ),
      );
      const answer = await post(node, '/api/items', aLetter(), headers);
      expect(actAnswer.parse(answer.json).originNumber).toBe('CS-2026-1-00001');
      expect(await node.database.sql('SELECT COUNT(*) AS n FROM casework_case')).toEqual([{ n: 1 }]);
    } finally {
      await node.stop();
    }
  }, 30_000);
});

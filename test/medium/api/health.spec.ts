import { randomBytes } from 'node:crypto';
import { createConnection } from 'mysql2/promise';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { uuidV7 } from '#platform';
import { eventually } from '../../support/eventually.js';
import { aLetter } from './a-letter.js';
import { aNode, get, post, type TestNode } from './a-node.js';

/* What /health/ready says of a node: degraded while its office can work, down while it cannot. */

let node: TestNode;
beforeAll(async () => {
  node = await aNode();
}, 60_000);
afterAll(() => node?.stop(), 30_000);

const bytes = (id: string) => Buffer.from(id.replaceAll('-', ''), 'hex');
const becomes = (wanted: object, status: number) =>
  eventually(
    () => get(node, '/health/ready'),
    (seen) => seen.status === status && JSON.stringify(seen.json['problems']) === JSON.stringify(wanted),
    15_000,
  );

describe('the health of a node', () => {
  it('is ready, with what it was judged by', async () => {
    const { json } = await becomes({}, 200);
    expect(json).toMatchObject({ phase: 'ready', details: { unanswered: 0, silentPeers: 0, alarms: 0 } });
  });

  it('is degraded while something was put away that nobody has seen to', async () => {
    const id = uuidV7();
    await node.database.sql(
      'INSERT INTO exchange_quarantine (id, claimed_source, reason, digest, size, at) VALUES (?, ?, ?, ?, ?, UTC_TIMESTAMP(3))',
      [bytes(id), 'township:yi', 'bad-signature', randomBytes(32), 10],
    );
    const { json } = await becomes({ quarantine: 'put-away' }, 200);
    expect(json).toMatchObject({ phase: 'degraded', details: { alarms: 1 } });
    await post(node, `/api/exchange/alarms/${id}/acknowledge`, {
      ...{ actor: { unit: 'city', user: '分办员' }, note: '已核实' },
    });
    await becomes({}, 200);
  }, 40_000);

  it('is degraded while it is refilled from a peer, and says from whom and since when', async () => {
    const since = '2026-08-03T01:02:03.004Z';
    await node.database.sql(
      "INSERT INTO exchange_standing (node, epoch, recovering, recovering_since) VALUES ('township:yi', 1, 1, '2026-08-03 01:02:03.004') ON DUPLICATE KEY UPDATE recovering = 1, recovering_since = VALUES(recovering_since)",
    );
    await node.restart();
    const { json } = await becomes({ recovery: 'under-way' }, 200);
    expect(json).toMatchObject({ phase: 'degraded', recovering: [{ peer: 'township:yi', since }] });
    const { json: told } = await get(node, '/api/exchange/recovery');
    expect((told['peers'] as { peer: string }[]).find(({ peer }) => peer === 'township:yi')).toMatchObject({
      recovering: true,
      since,
    });
    await node.database.sql('DELETE FROM exchange_standing');
    await node.restart();
    await becomes({}, 200);
  }, 60_000);

  it('is degraded while a peer does not answer, and an old message waits for it', async () => {
    const { json } = await post(node, '/api/items', aLetter());
    await post(node, `/api/cases/${String(json['caseId'])}/assign`, {
      ...{ actor: { unit: 'city' }, version: json['caseVersion'], to: 'agency:education' },
      ...{ wants: 'result', days: 30 },
    });
    // The peer has never answered a hello, so that nothing has gone to it.
    await node.database.sql('UPDATE exchange_outbox SET written_at = written_at - INTERVAL 11 MINUTE');
    const { json: told } = await becomes({ outbox: 'old', peers: 'silent' }, 200);
    expect(told).toMatchObject({ phase: 'degraded', details: { unanswered: 2, silentPeers: 1 } });
    await node.database.sql('UPDATE exchange_outbox SET status = 3');
    await becomes({}, 200);
  }, 40_000);

  it('is down while every connection of the pool waits, and ready again by itself', async () => {
    const { host, port, user, password, schema } = node.database.settings;
    const holder = await createConnection({ host, port, user, password, database: schema });
    try {
      // The register of numbers, which every registration needs, is held by somebody else.
      await post(node, '/api/items', aLetter());
      await holder.query('BEGIN');
      await holder.query('SELECT * FROM casework_number FOR UPDATE');
      const waiting = Array.from({ length: 12 }, () => post(node, '/api/items', aLetter()));
      const { json } = await eventually(
        () => get(node, '/health/ready'),
        (seen) => seen.status === 503,
        15_000,
      );
      expect(json).toMatchObject({ phase: 'down', problems: { database: 'no-answer' } });
      expect((await get(node, '/health/live')).status).toBe(200);
      await holder.query('ROLLBACK');
      // Those that were not in time are told so and may be sent again; nobody waits for ever.
      const ends = await Promise.all(waiting);
      for (const { status } of ends) expect([200, 503]).toContain(status);
      await becomes({}, 200);
      expect((await post(node, '/api/items', aLetter())).status).toBe(200);
    } finally {
      await holder.end();
    }
  }, 60_000);
});

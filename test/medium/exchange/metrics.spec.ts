import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { agencyApp } from '../../../apps/agency/src/agency.module.js';
import { cityApp } from '../../../apps/city/src/city.module.js';
import { actAnswer } from '#contract';
import { eventually } from '../../support/eventually.js';
import { type SeveralNodes, severalNodes } from '../../support/several-nodes.js';
import { aLetter } from '../api/a-letter.js';

const TOKEN = randomBytes(24).toString('hex');
const EDUCATION = 'agency:education';
let network: SeveralNodes;

beforeAll(async () => {
  network = await severalNodes({ city: cityApp, [EDUCATION]: agencyApp }, TOKEN);
}, 60_000);
afterAll(() => network.stop(), 30_000);

const addressOf = (node: string, path: string): URL => new URL(path, network.urls.get(node));

async function figuresOf(node: string): Promise<string> {
  const answer = await fetch(addressOf(node, '/metrics'), { headers: { authorization: `Bearer ${TOKEN}` } });
  expect(answer.headers.get('content-type')).toContain('text/plain');
  return answer.text();
}

async function post(path: string, body: unknown) {
  const answer = await fetch(addressOf('city', path), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-start-token': TOKEN,
      'idempotency-key': randomBytes(12).toString('hex'),
    },
    body: JSON.stringify(body),
  });
  return actAnswer.parse(await answer.json());
}

describe('the figures of a node', () => {
  it('are for whoever has the token, and nobody else', async () => {
    expect((await fetch(addressOf('city', '/metrics'))).status).toBe(401);
  });

  it('tell each peer apart: how long an answer took, what is under way, what nobody answers', async () => {
    const { caseId, caseVersion } = await post('/api/items', aLetter());
    await post(`/api/cases/${caseId}/assign`, {
      actor: { unit: 'city' },
      version: caseVersion,
      to: EDUCATION,
      wants: 'result',
      days: 30,
    });
    const line = (name: string): RegExp => new RegExp(`${name}\\{[^}]*peer="${EDUCATION}"[^}]*\\} (\\d+)`);
    const text = await eventually(
      () => figuresOf('city'),
      (seen) => line('huiyin_exchange_receipt_seconds_count').test(seen),
      15_000,
    );
    expect(text).toMatch(/huiyin_sweep_last_success_timestamp_seconds\{node="city"\} \d{10}/);
    expect(text).toMatch(/huiyin_exchange_epoch\{node="city"\} 1/);
    expect(text).toMatch(line('huiyin_exchange_recovering'));
    expect(text).not.toContain('甲某');

    // A peer that is not there any more: its message grows old where somebody can see it.
    await network.databases
      .get('city')
      ?.sql(
        'UPDATE exchange_outbox SET status = 1, written_at = UTC_TIMESTAMP(3) - INTERVAL 1 HOUR WHERE dest = ?',
        [EDUCATION],
      );
    const aged = await figuresOf('city');
    const oldest = line('huiyin_exchange_oldest_unanswered_seconds').exec(aged)?.[1];
    expect(Number(oldest)).toBeGreaterThanOrEqual(3_600);
  }, 30_000);
});

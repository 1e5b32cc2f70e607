import { expect, test } from '@jest/globals';
import { legDigestText } from './leg-digest.js';
import type { Leg } from './leg.js';

const leg = (over: Partial<Leg> = {}): Leg => ({
  id: '01900000-0000-7000-8000-000000000001',
  originNumber: 'CS-2026-1-00001',
  kind: 'assign',
  wants: 'result',
  from: 'city',
  to: 'agency:court',
  fromNode: 'city',
  toNode: 'agency:court',
  state: 'SENT',
  round: 1,
  letterNumber: '市人信交〔2026〕1号',
  limit: { days: 30 },
  answeredBy: 'handler',
  group: '01900000-0000-7000-8000-000000000002',
  reviewers: { committees: [], rule: 'all' },
  notifies: true,
  senderNumber: '1',
  sentOn: '2026-08-03' as Leg['sentOn'],
  objections: 0,
  reports: 0,
  clocks: [],
  ...over,
});

test('the digest text has its version first, then every fact in its place, absent ones empty', () => {
  const lines = legDigestText(leg()).split('\n');
  expect(lines[0]).toBe('huiyin-leg-v1');
  expect(lines).toContain('receiverNumber=');
  expect(lines).toContain('limitDays=30');
  expect(lines.at(-1)).toBe('');
});

test('a line break in a number cannot forge another field', () => {
  const forged = legDigestText(leg({ receiverNumber: '7\nstate=DONE' }));
  expect(forged).toContain('receiverNumber=7 state=DONE\n');
  expect(forged.split('\n').filter((line) => line.startsWith('state='))).toEqual(['state=SENT']);
});

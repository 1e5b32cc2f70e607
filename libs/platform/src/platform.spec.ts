import { describe, expect, it } from '@jest/globals';
import { FailpointHit, noFailpoint, parseFailpoints } from './failpoint.js';
import { Health } from './health.js';
import { createLog, silentLog } from './log.js';
import { redisProblem } from './redis/connection.js';
import { stopAll } from './shutdown.js';
import { uuidV7Maker } from './uuid.js';

describe('ids', () => {
  it('ascend within a millisecond, past 4096 of them, and when the clock steps back', () => {
    let time = 1_760_000_000_000;
    const make = uuidV7Maker(() => time);
    const ids = Array.from({ length: 10_000 }, make);
    time -= 3_600_000;
    ids.push(make());
    expect([...ids].sort()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});

describe('failpoints', () => {
  it('do nothing when the setting is empty', async () => {
    expect(parseFailpoints('')).toBe(noFailpoint);
    await parseFailpoints(undefined)('P4');
  });
  it('act on the named hit only', async () => {
    const failpoint = parseFailpoints('P4:throw@2, P8:pause=1');
    await failpoint('P4');
    await expect(failpoint('P4')).rejects.toThrow(FailpointHit);
    await failpoint('P4');
    await failpoint('P8');
    await failpoint('P1');
  });
  it('refuse a point or action that does not exist', () => {
    expect(() => parseFailpoints('P99:crash')).toThrow('P99');
    expect(() => parseFailpoints('P1:explode')).toThrow('explode');
  });
});

describe('the log', () => {
  it('never tells the message of an error, which may quote a row, nor a redacted key', () => {
    const lines: string[] = [];
    const log = createLog({ node: 'city', write: (line) => lines.push(line) }).with({ leg: 'L1' });
    const error = Object.assign(new Error("Duplicate entry '王小明' for key"), {
      code: 'ER_DUP_ENTRY',
      errno: 1062,
    });
    log.error('case.save.failed', { caseId: 'c1', name: '王小明' }, error);
    const line: unknown = JSON.parse(lines[0] ?? '');
    expect(lines.join('')).not.toContain('王小明');
    expect(line).toMatchObject({
      event: 'case.save.failed',
      node: 'city',
      leg: 'L1',
      caseId: 'c1',
      errno: 1062,
    });
  });
});

describe('shutting down', () => {
  it('waits for each node, in parallel, and neither a failing nor a hanging one holds up the rest', async () => {
    const stopped: string[] = [];
    await stopAll(
      [
        { name: 'a', stop: () => Promise.reject(new Error('no')) },
        { name: 'b', stop: () => new Promise(() => undefined) },
        { name: 'c', stop: () => Promise.resolve(void stopped.push('c')) },
      ],
      silentLog,
      20,
    );
    expect(stopped).toEqual(['c']);
  });
});

describe('health', () => {
  it('is degraded while a part has a problem and stopping to the end', () => {
    const health = new Health(new Set(['database']));
    expect(health.read().phase).toBe('starting');
    health.ready();
    health.report('redis', 'unreachable');
    expect(health.read()).toEqual({ phase: 'degraded', problems: { redis: 'unreachable' } });
    health.report('redis', undefined);
    expect(health.read().phase).toBe('ready');
    health.report('redis', 'unreachable');
    health.report('database', 'unreachable');
    expect(health.read().phase).toBe('down');
    health.report('database', undefined);
    expect(health.read().phase).toBe('degraded');
    health.stopping();
    health.ready();
    expect(health.read().phase).toBe('stopping');
  });
});

describe('the check of Redis', () => {
  it('says in a sentence what is wrong, without the password', async () => {
    expect(await redisProblem('http://x')).toBe('REDIS_URL is not a redis:// address.');
    const sentence = await redisProblem('redis://user:geheim@127.0.0.1:1');
    expect(sentence).toContain('Redis at 127.0.0.1:1 does not answer');
    expect(sentence).not.toContain('geheim');
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureRedisUsers, readRedisUsers, redisAclLine, redisUrlOf } from './users.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'users-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the Redis user of a node', () => {
  const line = redisAclLine({ node: 'township:yi', peers: ['city'], password: 'a secret of a township' });

  it('reaches its own keys and its peers’, wakes itself alone, and its password is not in the line', () => {
    expect(line).toMatch(
      /^user hy-township_yi reset on #[0-9a-f]{64} ~\{hy:township:yi\}:\* ~\{hy:city\}:\* &\{hy:township:yi\}:hint -@all \+/,
    );
    expect(line).not.toContain('a secret');
  });

  it('has no command that looks around or administers', () => {
    for (const command of [
      'keys',
      'scan',
      'config',
      'flushall',
      'flushdb',
      'debug',
      'acl',
      'monitor',
      'script',
    ])
      expect(line).not.toContain(`+${command}`);
    expect(line).not.toContain('+@');
  });

  it('keeps its password from one start to the next, in a file of its owner', () => {
    const file = join(folder, 'users.json');
    const first = ensureRedisUsers(file, ['city']);
    const second = ensureRedisUsers(file, ['city', 'township:yi']);
    expect(second['city']).toBe(first['city']);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readRedisUsers(file)).toEqual(second);
    expect(readFileSync(file, 'utf8')).toContain('township:yi');
  });

  it('is refused from a file that others may read, or that says something else', () => {
    const file = join(folder, 'users.json');
    expect(() => readRedisUsers(file)).toThrow('is not there: npm run -s redis-users');
    writeFileSync(file, '{"city": "short"}', { mode: 0o600 });
    expect(() => readRedisUsers(file)).toThrow('no list of passwords');
    chmodSync(file, 0o644);
    expect(() => readRedisUsers(file)).toThrow('chmod 600');
  });

  it('goes into the address, beside the password of nobody else', () => {
    const users = { city: 'x'.repeat(32) };
    const url = redisUrlOf('redis://:admin@127.0.0.1:6379/2', 'city', users);
    expect(url).toBe(`redis://hy-city:${'x'.repeat(32)}@127.0.0.1:6379/2`);
    expect(redisUrlOf('redis://127.0.0.1', 'city', undefined)).toBe('redis://127.0.0.1');
  });
});

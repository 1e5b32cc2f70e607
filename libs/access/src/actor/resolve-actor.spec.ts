import { afterAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDirectory } from '../directory/load-directory.js';
import { printDirectoryProblems } from '../directory/problem.js';
import { resolveActor, type ActorClaim } from './resolve-actor.js';

const room = mkdtempSync(join(tmpdir(), 'huiyin-actors-'));
afterAll(() => rmSync(room, { recursive: true, force: true }));

const loaded = loadDirectory({
  path: 'deploy/network/sample',
  dataDir: room,
  now: new Date('2026-03-02T00:00:00Z'),
});
if (!loaded.ok) throw new Error(printDirectoryProblems(loaded.problems));
const { directory } = loaded;

function who(
  node: string,
  claim: ActorClaim,
  roles: readonly string[],
  except: readonly string[] = [],
): string {
  const found = resolveActor(directory, node, claim, { roles, except });
  return found.ok ? `${found.actor.unit} ${found.actor.user} as ${found.actor.role}` : found.slug;
}

describe('who acts', () => {
  test('without a name the one user of the lawful role acts', () => {
    expect(who('city', { unit: 'city' }, ['registrar'])).toBe('city 登记员 as registrar');
    expect(who('agency:court', { unit: 'agency:court' }, ['handler', 'head'])).toBe(
      'agency:court 承办人 as handler',
    );
    expect(who('township:yi', { unit: 'unit:yi-government' }, ['handler'])).toBe(
      'unit:yi-government 承办人 as handler',
    );
  });

  test('a leader is named by post or by id', () => {
    expect(who('city', { unit: 'city', user: '副主任' }, ['leader'])).toBe('city 副主任 as leader');
    expect(who('city', { unit: 'city', user: 'cs-chair' }, ['leader'])).toBe('city 分管领导 as leader');
  });

  test('among three leaders somebody must be named', () => {
    expect(who('city', { unit: 'city' }, ['leader'])).toBe('several-users-of-role');
  });

  test('the usual role comes first, the next only when nobody is left in it', () => {
    expect(who('city', { unit: 'city' }, ['reviewer', 'head', 'leader'])).toBe('city 审核员 as reviewer');
    expect(who('city', { unit: 'city' }, ['reviewer', 'head'], ['审核员'])).toBe('city 主任 as head');
  });

  test('the handler does not review, by post or by id, named or not', () => {
    expect(who('agency:court', { unit: 'agency:court' }, ['handler'], ['承办人'])).toBe('same-person');
    expect(who('agency:court', { unit: 'agency:court', user: 'fy-handler' }, ['handler'], ['承办人'])).toBe(
      'same-person',
    );
    expect(who('agency:court', { unit: 'agency:court', user: '承办人' }, ['handler'], ['fy-handler'])).toBe(
      'same-person',
    );
  });

  test('a role that the act does not allow is refused', () => {
    expect(who('city', { unit: 'city', user: '登记员' }, ['leader', 'head'])).toBe('role-not-allowed');
  });

  test('a user of another unit is unknown here', () => {
    expect(who('city', { unit: 'city', user: 'fy-handler' }, ['handler'])).toBe('unknown-user');
    expect(who('township:yi', { unit: 'township:yi', user: 'yg-handler' }, ['handler'])).toBe('unknown-user');
  });

  test('nobody of the staff is the system', () => {
    expect(who('city', { unit: 'city' }, ['system'])).toBe('no-user-of-role');
    expect(who('city', { unit: 'city' }, ['system', 'dispatcher'])).toBe('city 分办员 as dispatcher');
  });

  test('a unit acts only at its own node', () => {
    expect(who('city', { unit: 'agency:court' }, ['handler'])).toBe('unit-not-here');
    expect(who('city', { unit: 'unit:yi-government' }, ['handler'])).toBe('unit-not-here');
    expect(who('city', { unit: 'body:bing-village' }, ['handler'])).toBe('unknown-unit');
    expect(who('city', { unit: '__proto__' }, ['handler'])).toBe('unknown-unit');
  });
});

describe('a unit without a node', () => {
  const onPaper = { source: 'paper' } as const;

  test("its keeper's registrar enters what its handler signed on paper", () => {
    const found = resolveActor(
      directory,
      'city',
      { unit: 'unit:liquidators', onPaper },
      { roles: ['handler'] },
    );
    expect(found).toEqual({
      ok: true,
      actor: {
        unit: 'unit:liquidators',
        user: '登记员',
        userId: 'cs-registrar',
        role: 'handler',
        onPaper: { recordedBy: 'city', source: 'paper' },
      },
    });
  });

  test('does not act itself', () => {
    expect(who('city', { unit: 'unit:liquidators' }, ['handler'])).toBe('on-paper-only');
  });

  test('another node enters nothing for it', () => {
    expect(who('agency:court', { unit: 'unit:liquidators', onPaper }, ['handler'])).toBe('unit-not-here');
    expect(
      who('city', { unit: 'unit:liquidators', onPaper: { ...onPaper, recordedBy: 'agency:court' } }, [
        'handler',
      ]),
    ).toBe('not-the-keeper');
  });

  test('a unit with staff of its own is not entered on paper', () => {
    expect(who('township:yi', { unit: 'unit:yi-government', onPaper }, ['handler'])).toBe('not-the-keeper');
    expect(who('city', { unit: 'city', onPaper }, ['registrar'])).toBe('not-the-keeper');
  });

  test('only the registrar of the keeper enters', () => {
    expect(who('city', { unit: 'unit:liquidators', user: '督办员', onPaper }, ['handler'])).toBe(
      'role-not-allowed',
    );
  });
});

import { describe, expect, test } from '@jest/globals';
import { on } from '../../../../test/support/calendars.js';
import type { Office } from '../ports.js';
import type { ExportChange, ExportJob, ExportSink } from '../ports/exports.js';
import type { ExportDesk } from './export-desk.js';
import { Exports } from './exports.js';

/* Exports over a list of so many pages of one row each, and a disk that a test may fill. */

const BODY = {
  actor: { unit: 'city', user: '登记员' },
  list: 'to-do',
  format: 'csv',
  english: false,
  identity: false,
  filter: {},
} as const;

function aDesk(over: { pages?: number; add?: (rows: number) => Promise<void> } = {}) {
  const jobs = new Map<string, ExportJob>();
  const files = new Map<string, number>();
  const failed: string[] = [];
  let ids = 0;
  let now = new Date('2026-03-01T00:00:00Z');
  const pages = over.pages ?? 3;
  const office = {
    self: { id: 'city', role: 'city' },
    unit: () => undefined,
    actor: (as: { unit: string; user?: string }) => ({
      ok: true,
      value: { unit: as.unit, user: as.user ?? '', role: 'registrar' },
    }),
  } as unknown as Office;
  const desk: ExportDesk = {
    lists: {
      hits: ({ after }) =>
        Promise.resolve({
          items: [],
          next: Number(after ?? 0) + 1 < pages ? String(Number(after ?? 0) + 1) : null,
        }),
      caseRows: ({ after }) => {
        const at = Number(after ?? 0);
        return Promise.resolve({ items: [], next: at + 1 < pages ? String(at + 1) : null });
      },
      caseViews: () => Promise.resolve([]),
      total: () => Promise.resolve(pages),
    },
    guards: { excludedCases: () => Promise.resolve([]) },
    office,
    today: () => on('2026-03-01'),
    newId: () => `0000000${(ids += 1)}-0000-7000-8000-000000000000`,
    now: () => now,
    directRows: 100,
    keepHours: 1,
    failed: (id) => void failed.push(id),
    store: {
      insert: (job, { fingerprint }) => {
        jobs.set(job.id, job);
        return Promise.resolve({ job, known: false, fingerprint });
      },
      get: (id) => Promise.resolve(jobs.get(id)),
      list: () => Promise.resolve({ items: [...jobs.values()], next: null }),
      change: (id, change: ExportChange) => {
        const job = jobs.get(id);
        if (job !== undefined) jobs.set(id, { ...job, ...change });
        return Promise.resolve();
      },
      unfinished: () => Promise.resolve([...jobs.values()].filter(({ state }) => state === 'preparing')),
      expired: (at) =>
        Promise.resolve(
          [...jobs.values()].filter(
            ({ state, expiresAt }) => state === 'ready' && expiresAt !== undefined && expiresAt < at,
          ),
        ),
      petitioners: () => Promise.resolve(new Map()),
    },
    files: {
      create: (id) => {
        files.set(id, 0);
        const sink: ExportSink = {
          add: (rows) => over.add?.(rows.length) ?? Promise.resolve(),
          finish: () => Promise.resolve({ size: 1, sha256: 'x' }),
          abandon: () => Promise.resolve(void files.delete(id)),
        };
        return Promise.resolve(sink);
      },
      read: () => Promise.resolve(undefined),
      discard: (id) => Promise.resolve(void files.delete(id)),
      kept: () => Promise.resolve([...files.keys()]),
    },
  };
  return {
    desk,
    jobs,
    files,
    failed,
    later: () => {
      now = new Date(now.getTime() + 7_200_000);
    },
  };
}

const only = (jobs: ReadonlyMap<string, ExportJob>): ExportJob => {
  const [job] = jobs.values();
  if (job === undefined) throw new Error('no job');
  return job;
};

describe('an export in the background', () => {
  test('on a full disk fails with that reason, leaves no file, and the next one is prepared', async () => {
    const { desk, jobs, files, failed } = aDesk();
    const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
    const create = desk.files.create.bind(desk.files);
    let first = true;
    const exports = new Exports({
      ...desk,
      files: {
        ...desk.files,
        create: async (...given) => {
          const sink = await create(...given);
          if (!first) return sink;
          first = false;
          return { ...sink, finish: () => Promise.reject(full) };
        },
      },
    });
    await exports.ask(BODY, 'key-0001');
    await exports.ask(BODY, 'key-0002');
    await exports.idle();
    expect([...jobs.values()].map(({ state, reason }) => [state, reason])).toEqual([
      ['failed', 'disk-full'],
      ['ready', undefined],
    ]);
    expect(failed).toHaveLength(1);
    expect(files.size).toBe(1);
  });

  test('that is deleted before its turn is never written', async () => {
    const { desk, jobs, files } = aDesk();
    const exports = new Exports(desk);
    await exports.ask(BODY, 'key-0001');
    await exports.remove(only(jobs).id, BODY.actor);
    await exports.idle();
    expect(only(jobs).state).toBe('deleted');
    expect(files.size).toBe(0);
  });

  test('cut off by a stop goes on at the next start; what no record names is taken away', async () => {
    const { desk, jobs, files } = aDesk();
    const stopped = new Exports(desk);
    await stopped.stop();
    await stopped.ask(BODY, 'key-0001');
    await stopped.idle();
    expect(only(jobs).state).toBe('preparing');
    files.set('99999999-0000-7000-8000-000000000000', 0);
    const next = new Exports(desk);
    await next.start();
    await next.idle();
    expect(only(jobs)).toMatchObject({ state: 'ready', attempts: 1 });
    expect([...files.keys()]).toEqual([only(jobs).id]);
  });

  test('is gone when its time is over', async () => {
    const { desk, jobs, files, later } = aDesk();
    const exports = new Exports(desk);
    await exports.ask(BODY, 'key-0001');
    await exports.idle();
    later();
    expect(await exports.get(only(jobs).id)).toMatchObject({ value: { state: 'expired' } });
    expect(files.size).toBe(0);
  });

  test('of somebody else is as one that does not exist', async () => {
    const { desk, jobs } = aDesk();
    const exports = new Exports(desk);
    await exports.ask(BODY, 'key-0001');
    await exports.idle();
    for (const reader of [
      { unit: 'city', user: '审核员' },
      { unit: 'township:yi', user: '登记员' },
    ]) {
      expect(await exports.open(only(jobs).id, reader)).toEqual({ kind: 'hindered', slug: 'unknown-export' });
      expect(await exports.remove(only(jobs).id, reader)).toEqual({
        kind: 'hindered',
        slug: 'unknown-export',
      });
    }
  });

  test('never holds petitioners at a committee', async () => {
    const { desk } = aDesk();
    const self = { ...desk.office.self, role: 'committee' as const };
    const exports = new Exports({ ...desk, office: { ...desk.office, self } });
    expect(await exports.ask({ ...BODY, identity: true }, 'key-0001')).toMatchObject({
      slug: 'identity-not-allowed',
    });
  });
});

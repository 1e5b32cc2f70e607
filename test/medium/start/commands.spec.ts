import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const run = (
  script: string,
  args: string[],
  env: NodeJS.ProcessEnv = {},
): { code: number | null; said: string } => {
  const ended = spawnSync(process.execPath, [`deploy/start/${script}.mjs`, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { code: ended.status, said: ended.stdout + ended.stderr };
};

describe('npm start', () => {
  it('names every flag that it does not know, and those that it knows', () => {
    const { code, said } = run('start', ['--twice', '--pace', 'fast', '--casebook', 'nowhere.json']);
    expect(code).toBe(2);
    expect(said).toContain('--twice is no flag of npm start');
    expect(said).toContain('--pace wants milliseconds between 0 and 999999, not fast');
    expect(said).toMatch(/--casebook: there is no file \S+nowhere\.json/);
    for (const flag of [
      '--once',
      '--fresh',
      '--casebook FILE',
      '--process-per-node',
      '--no-install',
      '--pace MS',
    ]) {
      expect(said).toContain(flag);
    }
  });

  it('leaves a data folder alone that another start has', () => {
    const folder = mkdtempSync('/tmp/huiyin-data-');
    try {
      mkdirSync(join(folder, 'once'));
      // This test process is the other start: it lives, and its start time is the one written down.
      const birth = spawnSync(process.execPath, [
        ...['--input-type=module', '-e'],
        `import { birthOf } from '${process.cwd()}/deploy/servers/processes.mjs'; console.log(birthOf(${process.pid}))`,
      ]);
      const holder = { pid: process.pid, birth: birth.stdout.toString().trim() };
      for (const lock of ['lock', 'once/lock']) writeFileSync(join(folder, lock), JSON.stringify(holder));
      for (const args of [[], ['--once']]) {
        const { code, said } = run('start', args, { HUIYIN_DATA: folder });
        expect(said).toContain(`already running`);
        expect(said).toContain(`process ${process.pid}`);
        expect(code).toBe(1);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('npm test', () => {
  it('refuses a flag of Jest rather than dropping it', () => {
    const { code, said } = run('test', ['--watch']);
    expect(code).toBe(2);
    expect(said).toContain('--watch: no flag of npm test');
  });
});

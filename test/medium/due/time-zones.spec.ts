import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';

const run = promisify(execFile);
const node = (zone: string, ...args: string[]) => run(process.execPath, args, { env: { TZ: zone } });

/** The counting examples of the domain: they hold whatever the time zone of the process. */
const EXAMPLES = [
  ['2026-09-16', '15日', '2026-10-01', '2026-10-08', false],
  ['2026-08-03', '60日', '2026-10-02', '2026-10-08', false],
  ['2026-01-31', '15日', '2026-02-15', '2026-02-24', false],
  ['2026-07-01', '60日', '2026-08-30', '2026-08-31', false],
  ['2026-09-17', '5工作日', '2026-09-23', '2026-09-23', false],
  ['2026-02-12', '5工作日', '2026-02-26', '2026-02-26', false],
  ['2026-11-30', '3月', '2027-02-28', '2027-03-01', true],
  ['2025-12-31', '2月', '2026-02-28', '2026-02-28', false],
] as const;

describe('the command in a process of its own', () => {
  // Started as people start it, which builds what is not built yet.
  beforeAll(() => run('npm', ['run', '-s', 'due', '--', '--help']), 240_000);

  it.each(['UTC', 'Asia/Shanghai', 'America/Los_Angeles', 'Pacific/Kiritimati'])(
    'counts the same in a process in %s',
    async (zone) => {
      const answers: unknown[] = [];
      for (const [start, period] of EXAMPLES) {
        const { stdout } = await node(
          zone,
          'dist/deploy/cli/due.js',
          '--start',
          start,
          '--period',
          period,
          '--json',
        );
        answers.push(JSON.parse(stdout));
      }
      EXAMPLES.forEach(([start, period, raw, effective, provisional], i) =>
        expect(answers[i]).toMatchObject({ start, period, raw, effective, provisional }),
      );
    },
    30_000,
  );

  it('ends with code 2 and a sentence when the question is wrong', async () => {
    const asked = node('UTC', 'dist/deploy/cli/due.js', '--start', '2026-02-30', '--period', '15日');
    await expect(asked).rejects.toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('2026-02-30'),
    });
  });
});

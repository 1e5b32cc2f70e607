import { parseArgs } from 'node:util';
import { openNetwork } from '#access';
import { parseLocalDate, type LocalDate } from '#domain';
import { openRules, rulebookOf } from '#node';
import { schemaOf } from '#persistence';
import { fillNode } from '../seed/fill.js';
import { prepareSchemas } from '../start/schemas.js';
import { CommandError, databaseUrl, runCommand } from './db-settings.js';

const usage = `npm run seed -- [--cases N] [--node ID] [--seed N] [--day YYYY-MM-DD] [--due N]
    fills one empty petition office of a simulated network with invented matters
    --cases  how many (default 1000, at most 5000000)
    --node   which office (default city)
    --seed   the same number gives the same rows, byte for byte (default 1)
    --day    the last day on which anything happened; a working day (default 2026-09-16)
    --due    limits that end on that day and lapse on the next (default one in fifty, at most 1000)

Without DATABASE_URL the private servers under .data are used, as by npm start.`;

await runCommand('seed', async () => {
  const { values } = parseArgs({
    options: {
      cases: { type: 'string', default: '1000' },
      node: { type: 'string', default: 'city' },
      seed: { type: 'string', default: '1' },
      day: { type: 'string', default: '2026-09-16' },
      due: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  const cases = whole('--cases', values.cases, 1, 5_000_000);
  const seeding = {
    cases,
    seed: whole('--seed', values.seed, 1, 65_535),
    day: dayOf(values.day),
    due: whole('--due', values.due ?? String(Math.min(1_000, Math.floor(cases / 50))), 0, 100_000),
  };
  const say = (line: string): void => console.error(line);
  const networkDir = process.env['NETWORK'] ?? 'deploy/network/sample';
  const dataDir = process.env['DATA_DIR'] ?? '.data';
  const opened = openNetwork({
    path: networkDir,
    dataDir,
    rootKey: process.env['NETWORK_ROOT_KEY'],
    role: 'city',
    hosted: [values.node],
    now: () => new Date(),
  });
  if (!opened.ok) throw new CommandError(opened.problems.map(({ sentence }) => sentence).join('\n'));
  const { directory } = opened;
  const identity = opened.identities.find(({ node }) => node === values.node);
  if (identity === undefined) throw new CommandError(`${values.node} is no node of this network.`);
  const rules = openRules({
    rules: process.env['RULES'] ?? 'deploy/rules',
    calendars: process.env['CALENDARS'] ?? 'deploy/calendars',
  });
  // Only deploy/start/seed.mjs sets it: its private server has no schemas yet, perhaps.
  const administrator = process.env['SEED_SERVER'];
  const nodesUrl =
    administrator === undefined
      ? process.env['DATABASE_URL']
      : await prepareSchemas({ databaseUrl: administrator, ownerUrl: undefined, networkDir, say });
  const server = databaseUrl('DATABASE_URL', { DATABASE_URL: nodesUrl }, 'the user that the nodes run as');
  const { digest, ms } = await fillNode(
    {
      database: { ...server, schema: schemaOf(values.node) },
      directory,
      identity,
      rulebook: rulebookOf(rules, directory.settings),
      say,
    },
    seeding,
  );
  process.stdout.write(
    `${values.node} holds ${cases} cases up to ${seeding.day}, made in ${(ms / 1000).toFixed(0)} s; ${seeding.due} limits lapse the day after\nsha256 of all rows: ${digest}\n`,
  );
});

function whole(name: string, text: string, least: number, most: number): number {
  const number = /^\d{1,9}$/u.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new CommandError(`${name} is a whole number from ${least} to ${most}.\n\n${usage}`);
}

function dayOf(text: string): LocalDate {
  const day = parseLocalDate(text);
  if (!day.ok) throw new CommandError(`--day: ${text} is no day.\n\n${usage}`);
  return day.value;
}

// Flags of the two commands. A flag that we do not know stops the command and lists those that we do.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Stop } from './lifetime.mjs';

const startFlags = {
  '--once': 'play the casebook in a new network under .data/once, write .data/report.json, exit',
  '--fresh': 'begin with empty databases',
  '--casebook': 'FILE: play this casebook, or all of a folder, instead of deploy/casebook/all.json',
  '--process-per-node': 'one process for each node instead of one for each app',
  '--no-install': 'install nothing; stop with the command to run when something is missing',
  '--pace': 'MS: wait this long between two steps of the casebook (default 0)',
  '--help': 'this list',
};

const list = (flags) =>
  Object.entries(flags)
    .map(([flag, meaning]) => {
      const [, value, rest] = /^([A-Z]+): (.*)$/.exec(meaning) ?? [undefined, '', meaning];
      return `    ${`${flag} ${value}`.padEnd(20)} ${rest}`;
    })
    .join('\n');

/** What `npm start -- …` was asked for. Throws Stop with every problem. */
export function parseStart(args) {
  const options = {
    once: false,
    fresh: false,
    casebook: undefined,
    processPerNode: false,
    install: true,
    pace: 0,
  };
  const problems = [];
  const words = args.flatMap((word) => {
    const [, flag, value] = /^(--[\w-]+)=(.*)$/.exec(word) ?? [];
    return flag === undefined ? [word] : [flag, value];
  });
  while (words.length > 0) {
    const word = words.shift();
    switch (word) {
      case '--once':
        options.once = true;
        break;
      case '--fresh':
        options.fresh = true;
        break;
      case '--process-per-node':
        options.processPerNode = true;
        break;
      case '--no-install':
        options.install = false;
        break;
      case '--casebook':
        options.casebook = casebook(words.shift(), problems);
        break;
      case '--pace':
        options.pace = pace(words.shift(), problems);
        break;
      case '--help':
        throw new Stop(`npm start -- [flags]\n${list(startFlags)}`, 0);
      default:
        problems.push(`${word} is no flag of npm start`);
    }
  }
  if (problems.length > 0) {
    throw new Stop(`${problems.join('\n')}\nThe flags are:\n${list(startFlags)}`, 2);
  }
  return options;
}

function casebook(file, problems) {
  if (file === undefined || file.startsWith('--')) {
    problems.push('--casebook wants a file');
    return undefined;
  }
  const path = resolve(process.env.INIT_CWD ?? '.', file); // npm changes into the repository
  if (!existsSync(path)) problems.push(`--casebook: there is no file ${path}`);
  return path;
}

function pace(text, problems) {
  if (text !== undefined && /^\d{1,6}$/.test(text)) return Number(text);
  problems.push(`--pace wants milliseconds between 0 and 999999${text === undefined ? '' : `, not ${text}`}`);
  return 0;
}

export const sizes = ['unit', 'twin', 'architecture', 'medium', 'e2e', 'browser'];

/** What `npm test -- …` was asked for: sizes of test, parts of paths, --no-install. */
export function parseTest(args) {
  const flags = args.filter((word) => word.startsWith('-'));
  const unknown = flags.filter((flag) => flag !== '--no-install');
  if (unknown.length > 0) {
    throw new Stop(
      `${unknown.join(', ')}: no flag of npm test\n` +
        `npm test -- [--no-install] [${sizes.join(' | ')}]… [part of a path]…`,
      2,
    );
  }
  const words = args.filter((word) => !word.startsWith('-'));
  const chosen = sizes.filter((size) => words.includes(size));
  return {
    install: !flags.includes('--no-install'),
    sizes: chosen.length > 0 ? chosen : sizes,
    paths: words.filter((word) => !sizes.includes(word)),
  };
}

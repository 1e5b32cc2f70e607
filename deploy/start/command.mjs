// Runs a command of deploy/cli, compiled: `node deploy/start/command.mjs due --start 2026-09-16 …`.
// Installs npm packages and builds when needed, silently: standard output belongs to the command.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../servers/servers.mjs';
import { build } from './build.mjs';
import { Stop, lifetime } from './lifetime.mjs';
import { ownServers } from './own-servers.mjs';
import { ensurePackages } from './packages.mjs';

const [name = '', ...args] = process.argv.slice(2);

await lifetime(
  async (life) => {
    const show = (line) => console.error(line);
    await ensurePackages(life, { install: true, show });
    await build(life, show, { console: false });
    const script = join(repository, 'dist', 'deploy', 'cli', `${name}.js`);
    if (!/^[a-z-]+$/.test(name) || !existsSync(script)) throw new Stop(`there is no command ${name}`);
    const env = { ...process.env, ...(await ownServers(life, name, args, show)) };
    const child = spawn(process.execPath, [script, ...args], { stdio: 'inherit', env });
    life.onEnd(async () => void child.kill('SIGTERM'));
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => resolve(code ?? 1));
    });
  },
  { interrupted: 130 },
);

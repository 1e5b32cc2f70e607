// `npm run faults`: builds what is out of date, then runs faults.ts with servers of its own in a folder of its own, which
// stays when something did not hold.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from '../../deploy/start/build.mjs';
import { lifetime } from '../../deploy/start/lifetime.mjs';
import { ensurePackages } from '../../deploy/start/packages.mjs';
import { ensureTools } from '../../deploy/servers/packages.mjs';
import { hasEnded, stopPid } from '../../deploy/servers/processes.mjs';
import { dataRoot, repository } from '../../deploy/servers/servers.mjs';

await lifetime(main, { interrupted: 130 });

async function main(life) {
  const show = (line) => console.error(line);
  await ensurePackages(life, { install: true, show });
  // A proof is written from reports: no server, no office.
  if (!process.argv.includes('--proof')) {
    ensureTools(['mariadb', 'redis'], { install: true, say: show });
    await build(life, show);
  }
  const dataDir = mkdtempSync(join(tmpdir(), 'huiyin-faults-'));
  const child = spawn(
    process.execPath,
    ['--import', './test/support/child/typescript.mjs', 'test/faults/faults.ts', ...process.argv.slice(2)],
    {
      cwd: repository,
      stdio: 'inherit',
      env: {
        ...process.env,
        FAULTS_DATA: dataDir,
        FAULTS_REPORT: process.env.FAULTS_REPORT ?? join(dataRoot, 'faults'),
      },
    },
  );
  life.onEnd(async () => {
    if (!hasEnded(child)) await stopPid(child.pid, 20_000);
  });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (ended) => resolve(ended ?? 1));
  });
  if (code === 0) rmSync(dataDir, { recursive: true, force: true });
  else show(`logs, databases and the clients' log are kept in ${dataDir}`);
  return code;
}

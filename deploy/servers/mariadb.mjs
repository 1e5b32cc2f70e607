// A private MariaDB: own data directory, own port, own password, gone when we are.
import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { ownDirectory } from './account.mjs';
import { passwordFor, portFor } from './ports.mjs';
import { findProgram, guarded, hasEnded, launch, pause, stopLeftover } from './processes.mjs';

export const findMariadb = () => {
  const server = findProgram('mariadbd');
  const install = findProgram('mariadb-install-db');
  return server !== undefined && install !== undefined ? { server, install } : undefined;
};

/** Starts it and waits until it greets. `url` is that of its root user, on 127.0.0.1 only. */
export async function startMariadb({ dataDir, say, onChild }) {
  const programs = findMariadb();
  if (programs === undefined) throw new Error('MariaDB is not installed');
  const dir = join(dataDir, 'mariadb');
  const pidFile = join(dataDir, 'mariadb.pid');
  const logFile = join(dataDir, 'mariadb.log');
  await stopLeftover(pidFile, say);
  const account = ownDirectory(dir, ['mysql', 'nobody'], say);
  const data = join(dir, 'data');
  if (!existsSync(join(dir, 'made'))) {
    rmSync(data, { recursive: true, force: true }); // a first start that was interrupted half-way
    makeSystemTables(programs.install, data, account);
    writeOwned(join(dir, 'made'), '', account);
  }
  const port = await portFor(dataDir, 'mariadb');
  const password = passwordFor(dataDir, 'mariadb');
  const settings = writeSettings(dir, { port, data, password, account });
  const child = launch({
    command: programs.server,
    args: [`--defaults-file=${settings}`, ...(account === undefined && isRoot() ? ['--user=root'] : [])],
    account,
    cwd: dir,
    logFile,
    pidFile,
  });
  onChild(child, pidFile);
  await untilGreeting(child, port, logFile);
  return { url: `mysql://root:${password}@127.0.0.1:${port}`, port };
}

const isRoot = () => process.getuid?.() === 0;

function makeSystemTables(install, data, account) {
  const put = guarded(
    install,
    [
      '--no-defaults',
      `--datadir=${data}`,
      '--auth-root-authentication-method=normal',
      '--skip-test-db',
      '--skip-name-resolve',
      ...(account === undefined && isRoot() ? ['--user=root'] : []),
    ],
    account,
  );
  const made = spawnSync(put.command, put.args, { ...put.options, encoding: 'utf8' });
  if (made.status !== 0) {
    throw new Error(`MariaDB could not make its system tables:\n${made.stdout ?? ''}${made.stderr ?? ''}`);
  }
}

/** The committed settings plus what belongs to this directory; root gets its password before anyone may connect. */
function writeSettings(dir, { port, data, password, account }) {
  const init = join(dir, 'init.sql');
  const identified = `IDENTIFIED VIA mysql_native_password USING PASSWORD('${password}')`;
  writeOwned(
    init,
    [
      "DELETE FROM mysql.global_priv WHERE User = '';",
      'FLUSH PRIVILEGES;',
      ...['127.0.0.1', 'localhost', '::1'].map(
        (host) => `CREATE USER IF NOT EXISTS 'root'@'${host}'; ALTER USER 'root'@'${host}' ${identified};`,
      ),
      "GRANT ALL ON *.* TO 'root'@'127.0.0.1' WITH GRANT OPTION;",
    ]
      .join('\n')
      .replaceAll('; ', ';\n') + '\n', // an init file takes one statement a line
    account,
  );
  const settings = join(dir, 'mariadb.cnf');
  const committed = readFileSync(new URL('mariadb.cnf', import.meta.url), 'utf8');
  writeOwned(settings, `${committed}port = ${port}\ndatadir = "${data}"\ninit-file = "${init}"\n`, account);
  return settings;
}

function writeOwned(file, text, account) {
  writeFileSync(file, text, { mode: 0o600 });
  if (account !== undefined) chownSync(file, account.uid, account.gid);
}

/** The greeting packet comes only after recovery and the init file; an open port alone comes earlier. */
async function untilGreeting(child, port, logFile) {
  const deadline = Date.now() + 60_000;
  while (!(await greets(port))) {
    if (hasEnded(child) || Date.now() > deadline) {
      const tail = readFileSync(logFile, 'utf8').split('\n').slice(-15).join('\n');
      throw new Error(`MariaDB did not start; the end of ${logFile}:\n${tail}`);
    }
    await pause(50);
  }
}

const greets = (port) =>
  new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const done = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(2_000, () => done(false));
    socket.once('data', () => done(true));
    socket.once('error', () => done(false));
    socket.once('close', () => done(false));
  });

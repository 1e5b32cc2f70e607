// Starting and stopping processes that are ours, and recognising those that are not.
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Waits, without holding up the process's end. */
export const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * When a process started, as a text that no later process with the same number can have;
 * undefined when there is no such process. A pid alone proves nothing: numbers are used again.
 */
export function birthOf(pid) {
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' ? undefined : fields[19];
    } catch {
      return undefined;
    }
  }
  const ps = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
  return ps.status === 0 ? ps.stdout.trim() : undefined;
}

/** Writes down a process so that a later start can recognise it. */
export function writePidFile(file, pid) {
  writeFileSync(file, JSON.stringify({ pid, birth: birthOf(pid) }));
}

/** The pid in a pid file when that very process still lives, else undefined. */
export function livingPid(file) {
  try {
    const { pid, birth } = JSON.parse(readFileSync(file, 'utf8'));
    return birth !== undefined && birthOf(pid) === birth ? pid : undefined;
  } catch {
    return undefined;
  }
}

const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path));

/**
 * Puts a command so that it runs as `account` and gets SIGTERM when this process is killed hard.
 * Without setpriv (other systems) it still runs; only the second promise is lost there, and the pid file
 * lets the next start clean up.
 */
export function guarded(command, args, account) {
  if (process.platform !== 'linux' || setpriv === undefined) {
    return { command, args, options: account ? { uid: account.uid, gid: account.gid } : {} };
  }
  const identity = account
    ? ['--reuid', String(account.uid), '--regid', String(account.gid), '--clear-groups']
    : [];
  return {
    command: setpriv,
    args: [...identity, '--pdeathsig', 'TERM', '--', command, ...args],
    options: {},
  };
}

/**
 * Starts a server in its own process group (Ctrl-C in the terminal reaches only us; we stop it in order),
 * output to `logFile`, pid in `pidFile`.
 */
export function launch({ command, args, account, cwd, logFile, pidFile }) {
  const log = openSync(logFile, 'a');
  const put = guarded(command, args, account);
  const child = spawn(put.command, put.args, {
    ...put.options,
    cwd,
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  child.on('error', () => undefined); // seen by the caller as an exit code below
  if (child.pid !== undefined) writePidFile(pidFile, child.pid);
  return child;
}

/** True once the child has ended. */
export const hasEnded = (child) =>
  child.exitCode !== null || child.signalCode !== null || child.pid === undefined;

/** SIGTERM, then SIGKILL after `graceMs`; resolves when the process is gone. */
export async function stopPid(pid, graceMs = 20_000) {
  const birth = birthOf(pid);
  if (birth === undefined) return;
  signal(pid, 'SIGTERM');
  const deadline = Date.now() + graceMs;
  while (birthOf(pid) === birth) {
    if (Date.now() > deadline) signal(pid, 'SIGKILL');
    await pause(50);
  }
}

function signal(pid, name) {
  try {
    process.kill(pid, name);
  } catch {
    // gone in between
  }
}

/** Stops what an earlier start left behind when it was killed hard. */
export async function stopLeftover(pidFile, say) {
  const pid = livingPid(pidFile);
  if (pid !== undefined) {
    say(`stopping process ${pid}, left behind by a start that was killed`);
    await stopPid(pid);
  }
  rmSync(pidFile, { force: true });
}

/** The full path of a program, also where a user's PATH does not look (servers live in sbin). */
export function findProgram(...names) {
  const folders = [
    ...(process.env.PATH ?? '').split(':'),
    '/usr/sbin',
    '/usr/local/sbin',
    '/usr/local/bin',
    '/usr/bin',
    '/opt/homebrew/bin',
    '/opt/homebrew/opt/mariadb/bin',
  ].filter((folder) => folder !== '');
  for (const name of names) {
    for (const folder of folders) if (existsSync(join(folder, name))) return join(folder, name);
  }
  return undefined;
}

// What this process started, and how it ends: on Ctrl-C, on SIGTERM, on a failure, or when its work is done.
import { spawn } from 'node:child_process';
import { hasEnded, stopPid } from '../servers/processes.mjs';

/** An expected failure: its message is all that the user needs. */
export class Stop extends Error {
  constructor(message, code = 1) {
    super(message);
    this.code = code;
  }
}

/**
 * Runs `work(life)` and ends the process with the code it returns.
 * `life.onEnd(stop)` registers what must be stopped, newest first; `life.run` runs a child to its end.
 * A signal stops everything and ends with `interrupted`; a second signal is heard but changes nothing.
 */
export async function lifetime(work, { interrupted }) {
  const stops = [];
  let ending;
  const end = (code) => {
    ending ??= (async () => {
      for (const stop of stops.splice(0).reverse()) {
        await stop().catch((error) => console.error(`while stopping: ${error.message}`));
      }
      process.exit(code);
    })();
    return ending;
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      if (ending === undefined) console.log(`\n${signal}: stopping what was started here`);
      void end(interrupted);
    });
  }
  watchNpm(() => {
    if (ending === undefined) console.log('\nnpm has ended: stopping what was started here');
    void end(interrupted);
  });
  const life = {
    end,
    onEnd: (stop) => stops.push(stop),
    run: (command, args, options = {}) => runToEnd(life, command, args, options),
  };
  try {
    await end(await work(life));
  } catch (error) {
    if (ending === undefined) console.error(error instanceof Stop ? `\n${error.message}` : error);
    await end(error instanceof Stop ? error.code : 1);
  }
}

/** npm and its shell keep a SIGTERM for themselves; that they are gone shows in a new parent. */
function watchNpm(gone) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) gone();
  }, 500).unref();
}

/** Resolves with { code, output }; output only when `quiet` (then nothing is shown unless it fails). */
function runToEnd(life, command, args, { quiet = false, ...options }) {
  return new Promise((resolve, reject) => {
    const stdio = quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'];
    const child = spawn(command, args, { ...options, stdio });
    let output = '';
    child.stdout?.on('data', (bytes) => (output += bytes));
    child.stderr?.on('data', (bytes) => (output += bytes));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
    life.onEnd(async () => {
      if (!hasEnded(child)) await stopPid(child.pid, 5_000);
    });
  });
}

// Which system account the private servers run as. Never root when we can avoid it.
import { spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, readFileSync, statSync } from 'node:fs';

function passwd() {
  try {
    return readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .map((line) => line.split(':'))
      .filter((fields) => fields.length >= 4)
      .map(([name, , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
  } catch {
    return [];
  }
}

const canReach = (account, dir) =>
  spawnSync('test', ['-x', dir], { uid: account.uid, gid: account.gid }).status === 0;

/**
 * Makes `dir` (0700) and tells who runs the server in it: undefined = the present user.
 * As root it belongs to the first of `names` that exists; a directory made by an earlier start keeps its owner.
 * When that account cannot even reach the folder (a clone below /root), root itself runs it, and says so.
 */
export function ownDirectory(dir, names, say) {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  if (process.getuid?.() !== 0) return undefined;
  const accounts = passwd();
  const owner = statSync(dir).uid;
  const account =
    owner !== 0
      ? accounts.find(({ uid }) => uid === owner)
      : names.map((name) => accounts.find((one) => one.name === name)).find((one) => one !== undefined);
  if (account === undefined) return undefined;
  chownSync(dir, account.uid, account.gid);
  if (canReach(account, dir)) return account;
  chownSync(dir, 0, 0);
  say(`the account ${account.name} cannot reach ${dir}; the server runs as root`);
  return undefined;
}

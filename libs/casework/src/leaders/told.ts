import type { Role, ToldAtOnce } from '#domain';
import type { Session } from '../desk/session.js';

const CLERKS: readonly Role[] = ['dispatcher', 'registrar', 'head'];
const UNIT_POSTS: readonly Role[] = ['handler', 'registrar', 'head'];

/**
 * Who hears of an instruction at once: the clerk who put it before the leader, else the dispatcher; and in each named
 * unit of this node whoever handles. Where a unit has nobody of these, the unit itself, so that a user who left stops
 * no notice.
 */
export function toldOf(session: Session, clerk: string | undefined, units: readonly string[]): ToldAtOnce[] {
  const here = { unit: session.self, post: clerk ?? postOf(session, session.self, CLERKS) };
  const there = units.map((unit) => ({ unit, post: postOf(session, unit, UNIT_POSTS) }));
  return [here, ...there.filter(({ unit }) => unit !== session.self)];
}

function postOf(session: Session, unit: string, roles: readonly Role[]): string {
  for (const role of roles) {
    const found = session.desk.office.actor({ unit }, [role]);
    if (found.ok) return found.value.user;
  }
  return '单位';
}

import type { WorklistPlace } from '#domain';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { idText } from '../exchange/columns.js';
import { positionOf } from './matter-index.js';
import { refreshWorklists } from './worklist-write.js';

/** Cases of one unit of work: short enough that nobody waits for it. */
const AT_ONCE = 200;

interface Found {
  readonly position: number;
  readonly id: Buffer;
}

/** Brings lists to what follows from the truth, some cases at a time. Returns how many rows were otherwise. */
async function inSteps(
  uow: UnitOfWork,
  place: WorklistPlace,
  sql: string,
  goesOn: () => boolean,
): Promise<{ readonly cases: number; readonly differences: number }> {
  let cases = 0;
  let differences = 0;
  for (let after = 0; goesOn();) {
    const found = await uow.reader().query<readonly Found[]>(sql, [after, AT_ONCE]);
    const last = found.at(-1);
    if (last === undefined) break;
    after = positionOf(last.position);
    cases += found.length;
    const ids = found.map(({ id }) => idText(id));
    differences += await uow.run(() => refreshWorklists(uow.writer(), place, ids));
  }
  return { cases, differences };
}

const always = (): boolean => true;

/** Cases that were here before there were lists; asked once when a node starts, beside its work. */
export const fillWorklists = (uow: UnitOfWork, place: WorklistPlace, goesOn = always) =>
  inSteps(
    uow,
    place,
    `SELECT c.position, c.id FROM casework_case c LEFT JOIN worklist_case w ON w.position = c.position
     WHERE c.position > ? AND w.position IS NULL ORDER BY c.position LIMIT ?`,
    goesOn,
  );

/** Every case: after it the lists are what follows from the truth, whatever happened to them. */
export const rebuildWorklists = (uow: UnitOfWork, place: WorklistPlace, goesOn = always) =>
  inSteps(
    uow,
    place,
    'SELECT c.position, c.id FROM casework_case c WHERE c.position > ? ORDER BY c.position LIMIT ?',
    goesOn,
  );

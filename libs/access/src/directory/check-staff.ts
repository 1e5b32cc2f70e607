import { STAFF_ROLES, type Directory, type StaffList, type StaffRole } from '#contract';
import { problem, repeated, type DirectoryProblem } from './problem.js';

const FILE = 'staff.yaml';
/** Without these no leg can be registered, worked, signed and reviewed. */
const NEEDED: readonly StaffRole[] = ['registrar', 'handler', 'head', 'reviewer'];

/** What must hold for the staff: of a unit that works here, each with its own id and post, reviewer apart from handler. */
export function checkStaff({ staff, nodes, units, simulated }: Directory): DirectoryProblem[] {
  const working = [
    ...nodes.map(({ id }) => id),
    ...units.filter(({ works }) => works === 'inside').map(({ id }) => id),
  ];
  const offline = new Set(units.filter(({ works }) => works === 'offline').map(({ id }) => id));
  const listed = new Set(staff.map(({ unit }) => unit));
  return [
    ...repeated(staff.map(({ unit }) => unit)).map((unit) =>
      problem(FILE, `${unit} has two staff lists; write one.`),
    ),
    ...repeated(staff.flatMap(({ users }) => users.map(({ id }) => id))).map((id) =>
      problem(FILE, `The user id ${id} is given twice; a user belongs to one unit.`),
    ),
    ...staff.flatMap(({ unit }) => {
      if (offline.has(unit))
        return [problem(FILE, `${unit} has no node and no staff here; its keeper enters its acts.`)];
      return working.includes(unit)
        ? []
        : [problem(FILE, `There is staff for ${unit}, but no such node or unit inside one.`)];
    }),
    // A real network brings its people with log-in; a simulated one has only this list.
    ...(simulated ? working.filter((unit) => !listed.has(unit)) : []).map((unit) =>
      problem(FILE, `${unit} has no staff; in a simulated network nobody could act there.`),
    ),
    ...staff.filter(({ unit }) => working.includes(unit)).flatMap((list) => checkList(list)),
  ];
}

function checkList({ unit, users }: StaffList): DirectoryProblem[] {
  const problems = repeated(users.map(({ post }) => post)).map((post) =>
    problem(
      FILE,
      `Two users of ${unit} hold the post ${post}; the history names posts, so each needs its own.`,
    ),
  );
  const holders = (role: StaffRole): string[] =>
    users.filter(({ roles }) => roles.includes(role)).map(({ id }) => id);
  for (const role of STAFF_ROLES.filter((one) => NEEDED.includes(one))) {
    if (holders(role).length === 0) problems.push(problem(FILE, `${unit} has nobody with the role ${role}.`));
  }
  const handlers = holders('handler');
  const reviewers = holders('reviewer');
  if (reviewers.length === 1 && handlers.length === 1 && reviewers[0] === handlers[0]) {
    problems.push(
      problem(FILE, `The only reviewer of ${unit} is its only handler; the reviewer is never the handler.`),
    );
  }
  return problems;
}

import type { Directory } from '#contract';
import { problem, type DirectoryProblem } from './problem.js';

const FILE = 'network.yaml';

/** What must hold when bodies end and others follow them (L1 24(2)): the successor exists, and the line of them ends. */
export function checkSuccession({ nodes, units }: Directory): DirectoryProblem[] {
  const all = [...nodes, ...units];
  const known = new Map(all.map((one) => [one.id, one]));
  return all.flatMap(({ id, validUntil, succeededBy }) => {
    const at = `${FILE} ${id}`;
    if (succeededBy === undefined) return [];
    if (validUntil === undefined) {
      return [problem(at, `${id} names a successor, but no last day (validUntil).`)];
    }
    if (!known.has(succeededBy)) {
      return [problem(at, `${id} is succeeded by ${succeededBy}, but there is no such node or unit.`)];
    }
    const line = [id];
    for (let next: string | undefined = succeededBy; next !== undefined;) {
      if (line.includes(next))
        return [problem(at, `${[...line, next].join(' → ')} succeed each other in a circle.`)];
      line.push(next);
      next = known.get(next)?.succeededBy;
    }
    return [];
  });
}

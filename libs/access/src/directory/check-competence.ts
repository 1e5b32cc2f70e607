import type { Directory } from '#contract';
import { problem, repeated, type DirectoryProblem } from './problem.js';

const FILE = 'network.yaml';

/** What must hold for the competence table: known bodies, a committee as reviewer, one entry per topic. */
export function checkCompetence({ competence, nodes, units, bodies }: Directory): DirectoryProblem[] {
  const roles = new Map(nodes.map(({ id, role }) => [id, role]));
  const unitIds = new Set(units.map(({ id }) => id));
  const bodyIds = new Set(bodies.map(({ id }) => id));
  const twice = repeated(competence.map(({ topic }) => topic)).map((topic) =>
    problem(`${FILE} competence`, `The topic ${topic} has two entries; which of them holds cannot be told.`),
  );
  const single = competence.flatMap(({ topic, handler, reviewedBy }) => {
    const at = `${FILE} competence ${topic}`;
    const problems: DirectoryProblem[] = [];
    if (bodyIds.has(handler)) {
      problems.push(
        problem(at, `${topic} is given to ${handler}, which is a body or post and cannot be sent to.`),
      );
    } else if (!roles.has(handler) && !unitIds.has(handler)) {
      problems.push(problem(at, `${topic} is given to ${handler}, but there is no such node or unit.`));
    }
    if (reviewedBy === undefined) return problems;
    const reviewer = roles.get(reviewedBy);
    if (reviewer === undefined) {
      problems.push(problem(at, `${topic} is reviewed by ${reviewedBy}, but there is no such node.`));
    } else if (reviewedBy === handler) {
      problems.push(
        problem(at, `${topic} is handled and reviewed by ${handler}; the reviewer is never the handler.`),
      );
    } else if (reviewer !== 'committee') {
      problems.push(
        problem(
          at,
          `${topic} is reviewed by ${reviewedBy} (${reviewer}); only a committee signs the review slip.`,
        ),
      );
    }
    return problems;
  });
  return [...twice, ...single];
}

import type { Directory } from '#contract';
import { isValidAt } from '../keys/span.js';
import { problem, repeated, type DirectoryProblem } from './problem.js';

const FILE = 'network.yaml';

/** What must hold for public keys: none in a simulated network, at least one that is valid now in a real one. */
export function checkKeys({ nodes, simulated }: Directory, now: Date): DirectoryProblem[] {
  if (simulated) {
    return nodes
      .filter(({ keys }) => keys.length > 0)
      .map(({ id }) =>
        problem(
          `${FILE} ${id}`,
          `${id} lists keys, but a simulated network makes its own at the first start; remove them.`,
        ),
      );
  }
  const kids = nodes.flatMap(({ keys }) => keys.map(({ kid }) => kid));
  return [
    ...repeated(kids).map((kid) => problem(FILE, `The key id ${kid} is given twice.`)),
    ...nodes.flatMap(({ id, keys }) => {
      const at = `${FILE} ${id}`;
      if (keys.length === 0) {
        return [
          problem(
            at,
            `${id} has no public key; in a real network nothing could be sent to it or believed from it.`,
          ),
        ];
      }
      const backwards = keys
        .filter(
          ({ validFrom, validUntil }) =>
            validUntil !== undefined && Date.parse(validUntil) <= Date.parse(validFrom),
        )
        .map(({ kid }) => problem(at, `The key ${kid} of ${id} ends before it begins.`));
      const valid = keys.some((key) => isValidAt(key, now));
      return valid || backwards.length > 0 ? backwards : [problem(at, `No key of ${id} is valid now.`)];
    }),
  ];
}

import type { Directory, DirectoryNode } from '#contract';
import { isValidAt } from '../keys/span.js';
import { problem, repeated, type DirectoryProblem } from './problem.js';

const FILE = 'network.yaml';

/** What must hold for the ways between nodes: whoever is linked with another organisation's node speaks HTTPS. */
export function checkCarriage(directory: Directory, now: Date): DirectoryProblem[] {
  const { nodes, simulated } = directory;
  const pins = nodes.flatMap(({ https }) => https?.certificates.map(({ spki }) => spki) ?? []);
  const origins = nodes.flatMap(({ https }) => (https === undefined ? [] : [new URL(https.url).origin]));
  return [
    ...repeated(pins).map((spki) =>
      problem(FILE, `The certificate ${spki} is given twice; it must tell one node from all others.`),
    ),
    ...repeated(origins).map((origin) =>
      problem(FILE, `The address ${origin} is given to two nodes; a frame would come to the wrong one.`),
    ),
    ...checkLinked(directory),
    ...nodes.flatMap((node) => (simulated ? checkSample(node) : checkReal(node, now))),
  ];
}

function checkLinked({ nodes, links }: Directory): DirectoryProblem[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const pairs = links.flatMap((link) =>
    link.with.map((other) => [byId.get(link.of), byId.get(other)] as const),
  );
  const wanting = pairs.flatMap(([one, other]) =>
    one === undefined || other === undefined || one.operator === other.operator ? [] : [one, other],
  );
  return [...new Set(wanting)]
    .filter(({ https }) => https === undefined)
    .map(({ id }) =>
      problem(
        `${FILE} ${id}`,
        `${id} is linked with a node of another operator, but has no https address; the two share no queue.`,
      ),
    );
}

const checkSample = ({ id, https }: DirectoryNode): DirectoryProblem[] =>
  https === undefined || https.certificates.length === 0
    ? []
    : [
        problem(
          `${FILE} ${id}`,
          `${id} lists certificates, but a simulated network makes its own at the first start; remove them.`,
        ),
      ];

function checkReal({ id, https }: DirectoryNode, now: Date): DirectoryProblem[] {
  if (https === undefined) return [];
  const valid = https.certificates.some((one) => isValidAt(one, now));
  return valid ? [] : [problem(`${FILE} ${id}`, `No certificate of ${id} is valid now.`)];
}

import type { NetworkDirectory } from '#access';
import type { PlayedNetwork } from '../player/offices.js';

/** The running network as the player sees it. */
export function playedNetwork(
  directory: NetworkDirectory,
  addresses: ReadonlyMap<string, string>,
  token: string,
): PlayedNetwork {
  return {
    nodes: directory.nodes().map(({ id, short }) => ({ id, short: short.zh, url: addresses.get(id) ?? '' })),
    units: directory
      .nodes()
      .flatMap(({ id }) =>
        directory.unitsKeptBy(id).map((unit) => ({ id: unit.id, short: unit.short.zh, keeper: id })),
      ),
    timeZone: directory.settings.timeZone,
    token,
  };
}

const LEVELS = ['county', 'prefecture', 'province'];

/** The addresses to open, the city's board first; the token makes the first visit lawful. */
export function addressTable(directory: NetworkDirectory, { nodes, token }: PlayedNetwork): string {
  const rank = ({ id }: { readonly id: string }): number => {
    const at = LEVELS.indexOf(directory.node(id)?.level ?? '');
    return at < 0 ? LEVELS.length : at;
  };
  const [board, ...others] = [...nodes].sort((a, b) => rank(a) - rank(b));
  if (board === undefined) return 'The network has no node.';
  const width = Math.max(...nodes.map(({ id }) => id.length));
  return [
    `The living board of the network (${board.short}):`,
    `    ${board.url}/?token=${token}`,
    'The other nodes (API at /docs, same token):',
    ...others.map(({ id, url }) => `    ${id.padEnd(width)}  ${url}/`),
  ].join('\n');
}

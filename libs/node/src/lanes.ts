import type { NetworkDirectory } from '#access';
import type { Lane } from '#contract';

/** The offices on the board, in the order of the directory; a unit without a node follows its keeper. */
export function lanesOf(directory: NetworkDirectory): Lane[] {
  const ids = directory
    .nodes()
    .flatMap(({ id }) => [id, ...directory.unitsKeptBy(id).map((unit) => unit.id)]);
  return ids.flatMap((id) => {
    const party = directory.party(id);
    if (party === undefined) return [];
    const { short, role, level } = party;
    // A unit has no level of its own.
    return [{ id, zh: short.zh, en: short.en, role, level: party.works === 'node' ? (level ?? null) : null }];
  });
}

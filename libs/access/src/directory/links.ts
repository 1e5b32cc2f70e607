import type { Directory, LinkKind } from '#contract';

/** Who may exchange with whom, both ways. */
export function linksOf({ links }: Directory): Map<string, Map<string, LinkKind>> {
  const peers = new Map<string, Map<string, LinkKind>>();
  const join = (from: string, to: string, kind: LinkKind): void =>
    void peers.set(from, (peers.get(from) ?? new Map<string, LinkKind>()).set(to, kind));
  for (const { kind, of, with: others } of links) {
    for (const other of others) {
      join(of, other, kind);
      join(other, of, kind);
    }
  }
  return peers;
}

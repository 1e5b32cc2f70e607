import type { NodeApi, Redecision } from '#api';
import type { Desk } from '#casework';
import type { Exchange, Operator } from '#exchange';
import type { NodePapers } from './papers.js';

/** Who may mend the exchange of an office: its head, or who answers for what comes in and goes out. */
const MAY = ['head', 'dispatcher'] as const;

type Acting = Parameters<NodeApi['operator']['retry']>[0];

/** What an operator may ask of a running node, and do. */
export function operatorOf(
  node: string,
  exchange: Exchange,
  { office }: Pick<Desk, 'office'>,
  papers: Pick<NodePapers, 'figures' | 'mend'>,
): NodeApi['operator'] {
  const acting = async <T>(
    as: Acting,
    act: (by: Operator) => Promise<T>,
  ): Promise<T | Extract<Redecision, { kind: 'refused' }>> => {
    const actor = office.actor(as, MAY);
    if (!actor.ok) return { kind: 'refused', refusal: actor };
    const { unit, user } = actor.value;
    return act({ unit, user });
  };
  const isPeer = (node: string): boolean => exchange.resync.peers().includes(node);
  return {
    async status() {
      const [figures, peers, windows, alarms, files] = await Promise.all([
        exchange.figures(),
        exchange.peerFigures(),
        exchange.peerWindows(),
        exchange.alarms(),
        papers.figures(),
      ]);
      const silent = new Map(windows.map(({ dest, silentMs }) => [dest, silentMs]));
      const { pending, parked, quarantined, oldestMs } = figures;
      return {
        ...{ node, pending, parked, quarantined, oldestMs },
        alarms: alarms.length,
        papers: files,
        peers: peers.map((peer) => ({ ...peer, silentMs: silent.get(peer.peer) ?? null })),
      };
    },
    operations: (page) => exchange.operations(page),
    diff: async (peer) => (isPeer(peer) ? exchange.resync.diff(peer) : undefined),
    resync: (as, { peer, dryRun }) =>
      acting(as, async (by) => {
        if (!isPeer(peer)) return { kind: 'unknown' } as const;
        const result = await exchange.resync.resync(peer, { dryRun });
        const outcome = result.answered ? `refilling ${String(result.refilling)} streams` : 'no answer';
        if (!dryRun) await exchange.record({ act: 'resync', target: peer, by, outcome });
        return { kind: 'done', result } as const;
      }),
    heal: (as, { messages: ids, papers: files, dryRun }) =>
      acting(as, async (by) => {
        const { messages } = await exchange.heal({ ids, dryRun, by });
        const result = { messages, papers: await papers.mend({ ids: files, dryRun, by }) };
        return { kind: 'done', result } as const;
      }),
    retry: (as, wish) => acting(as, (by) => exchange.quarantine.retry({ ...wish, by })),
    drop: (as, wish) => acting(as, (by) => exchange.quarantine.drop({ ...wish, by })),
  };
}

import type { ExchangeStore } from '../ports/store.js';
import type { RecoveryStatus } from './service.js';
import type { Standings } from './standings.js';

/* What this node says of its recoveries. */

const REPORT_LINES = 10_000;
const LEFT_OUT_LINES = 1_000;

interface Sources {
  readonly standings: Standings;
  readonly store: ExchangeStore;
}

export async function standingsOf(
  peers: readonly string[],
  { standings, store }: Sources,
): Promise<RecoveryStatus['peers']> {
  await standings.ready();
  const anyOpen = standings.all().some((one) => one.recovering);
  const since = new Map(
    anyOpen ? (await store.standings()).map((one) => [one.node, one.recoveringSince]) : [],
  );
  return peers.map((peer) => {
    const { epoch, recovering } = standings.of(peer);
    const at = recovering ? since.get(peer) : undefined;
    const told = { peer, epoch, greeted: standings.isGreeted(peer), recovering };
    return at === undefined ? told : { ...told, since: at };
  });
}

export async function statusOf(peers: readonly string[], sources: Sources): Promise<RecoveryStatus> {
  const { standings, store } = sources;
  await standings.ready();
  return {
    epoch: standings.epoch,
    peers: await standingsOf(peers, sources),
    refilled: await store.refills(REPORT_LINES),
    leftOut: await store.leftOut(standings.epoch, LEFT_OUT_LINES),
  };
}

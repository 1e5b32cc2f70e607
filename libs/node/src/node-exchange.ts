import type { NodeIdentity, OpenedReach } from '#access';
import { caseworkRebuild, type Desk, handlersOf, REFUSED_FOR_GOOD, settled } from '#casework';
import { createExchange, type Exchange, LeaseLost, redisHint } from '#exchange';
import { type Database, exchangeStore } from '#persistence';
import type { Log, NodeSettings } from '#platform';
import { carriageOf } from './carriage.js';
import type { NodeApp } from './node-app.js';
import type { NodePapers } from './papers.js';

interface Process {
  readonly settings: NodeSettings;
  readonly app: NodeApp;
  readonly reaches?: ReadonlyMap<string, OpenedReach>;
  readonly redisUrlOf: (node: string) => string;
  readonly redisSpace?: string;
}

interface Around {
  readonly legalClock: Desk['time'];
  /** Called when the first message comes in: the desk needs the exchange's outbox. */
  readonly desk: () => Desk;
  readonly onAnswer: (peer: string, afterMs: number) => void;
  readonly others: NodePapers['others'];
}

/** One node's exchange on its database, its organisation's Redis and, where it has a certificate, HTTPS. */
export function createNodeExchange(
  { settings, app, reaches, redisUrlOf, redisSpace: space }: Process,
  { node, keys, peers }: NodeIdentity,
  { uow }: Database,
  log: Log,
  { legalClock, desk, onAnswer, others }: Around,
): Exchange {
  const redis = {
    node,
    redisUrl: redisUrlOf(node),
    failpoint: settings.FAILPOINTS,
    log,
    ...(space === undefined ? {} : { space }),
  };
  return createExchange({
    keys,
    directory: peers,
    uow,
    store: exchangeStore(uow, () => new LeaseLost()),
    ...carriageOf(redis, reaches?.get(node), settings, log, others),
    hint: redisHint(redis),
    inbound: () => handlersOf(desk(), app.inbound),
    listener: () => ({ settled: (settlement) => settled(desk(), settlement) }),
    onAnswer,
    refusedForGood: REFUSED_FOR_GOOD,
    rebuild: () => caseworkRebuild(desk()),
    legalClock,
    failpoint: settings.FAILPOINTS,
    log,
  });
}

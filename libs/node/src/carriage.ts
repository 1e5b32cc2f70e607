import type { OpenedReach } from '#access';
import {
  bullmqSender,
  bullmqSource,
  type BullmqOptions,
  type FrameSender,
  type FrameSource,
  httpsSender,
  httpsSource,
  type HttpsSourceOptions,
  joinedSource,
  routedSender,
} from '#exchange';
import type { Log, NodeSettings } from '#platform';

interface Carriage {
  readonly sender: FrameSender;
  readonly source: FrameSource;
}

/** How a node's frames travel: by the organisation's Redis, and over HTTPS too where the directory gives it an address. */
export function carriageOf(
  redis: BullmqOptions,
  opened: OpenedReach | undefined,
  settings: Pick<NodeSettings, 'EXCHANGE_HOST' | 'EXCHANGE_PORTS'>,
  log: Log,
  others: NonNullable<HttpsSourceOptions['others']>,
): Carriage {
  const queue = { sender: bullmqSender(redis), source: bullmqSource(redis) };
  if (opened === undefined) return queue;
  const { certificate: identity, reach, url } = opened;
  const source = httpsSource({
    identity,
    reach,
    host: settings.EXCHANGE_HOST,
    port: settings.EXCHANGE_PORTS?.get(redis.node) ?? Number(url.port === '' ? 443 : url.port),
    log,
    others,
  });
  return {
    sender: routedSender(reach, { queue: queue.sender, https: httpsSender({ identity, reach, log }) }),
    source: joinedSource([queue.source, source]),
  };
}

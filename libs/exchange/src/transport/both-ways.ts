import type { FrameSender, FrameSource, PeerReach } from '../ports/transport.js';

/** Sends to each peer by the way that the directory gives it: HTTPS where it names an address, the queue otherwise. */
export function routedSender(
  reach: Pick<PeerReach, 'address'>,
  ways: { readonly queue: FrameSender; readonly https: FrameSender },
): FrameSender {
  const way = (dest: string): FrameSender => (reach.address(dest) === undefined ? ways.queue : ways.https);
  return {
    send: (dest, parcels, first) => way(dest).send(dest, parcels, first),
    waiting: (dest, ids) => way(dest).waiting(dest, ids),
    close: async () => {
      await Promise.all([ways.queue.close(), ways.https.close()]);
    },
  };
}

/** Several ways in, one applier: whichever way frames come, they are delivered one at a time. */
export function joinedSource(sources: readonly FrameSource[]): FrameSource {
  return {
    start: async (deliver) => {
      let last: Promise<unknown> = Promise.resolve();
      const oneAtATime: typeof deliver = (bytes) => {
        const mine = last.then(() => deliver(bytes));
        last = mine.catch(() => undefined);
        return mine;
      };
      for (const source of sources) await source.start(oneAtATime);
    },
    stop: async () => {
      await Promise.all(sources.map((source) => source.stop()));
    },
  };
}

import type { NodeIdentity, OpenedReach } from '#access';
import { type Desk, type EnclosureReads, EnclosureShelf, FileRepairs } from '#casework';
import {
  type Exchange,
  type HttpsSourceOptions,
  nodeSuite,
  PaperClient,
  PaperDesk,
  PaperFetcher,
  PaperMender,
  PaperSource,
  type PaperWays,
} from '#exchange';
import {
  attachmentFiles,
  type Database,
  enclosureReads,
  intakeReads,
  openFile,
  paperParts,
} from '#persistence';
import { type Log, type NodeSettings, systemClock } from '#platform';

/** The papers of one node: those that it gives to its peers, and those that it fetches from them. */
export interface NodePapers {
  /** What a peer may ask for over its HTTPS connection. */
  readonly others: NonNullable<HttpsSourceOptions['others']>;
  readonly figures: EnclosureReads['figures'];
  /** Fetches files anew that an audit found damaged; on record. */
  readonly mend: PaperMender['mend'];
  /** @throws when the port of its papers is taken. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

interface Given {
  readonly identity: Pick<NodeIdentity, 'node' | 'keys' | 'peers'>;
  readonly settings: Pick<NodeSettings, 'DATA_DIR' | 'PAPER_ADDRESSES' | 'PAPER_HOST'>;
  readonly reach: OpenedReach | undefined;
  readonly database: Pick<Database, 'uow'>;
  readonly log: Log;
  /** Called when the first peer asks: the desk needs the exchange, which needs this. */
  readonly desk: () => Desk;
  /** Keeps what an operator did. */
  readonly record: Exchange['record'];
}

/**
 * HTTPS with the peer's certificate between organisations; a port of its own, whose requests are signed and whose answers
 * are sealed, between nodes that share a Redis. Where PAPER_ADDRESSES names no port of this node it gives none there.
 */
export function papersOf({ identity, settings, reach, database, log, desk, record }: Given): NodePapers {
  const { node, keys, peers } = identity;
  const { DATA_DIR, PAPER_ADDRESSES: addresses, PAPER_HOST: host } = settings;
  const files = { ...attachmentFiles(DATA_DIR, node), openPart: openFile };
  const reads = enclosureReads(database.uow);
  let made: EnclosureShelf | undefined;
  const shelf = (): EnclosureShelf => (made ??= new EnclosureShelf(desk(), reads, files));
  const now = () => systemClock.now();
  const ways: PaperWays = {
    to: (peer) => {
      const other = reach?.reach.address(peer);
      const origin = other ?? addresses?.get(peer);
      return origin === undefined ? undefined : { kind: other === undefined ? 'http' : 'https', origin };
    },
  };
  const giving = new PaperDesk({
    node,
    offers: { offered: (peer, ref) => shelf().offered(peer, ref) },
    directory: peers,
    suite: nodeSuite,
    log,
  });
  const port = Number(addresses?.get(node)?.port ?? 0);
  const source =
    port === 0
      ? undefined
      : new PaperSource({
          ...{ node, desk: giving, directory: peers, suite: nodeSuite, now, host, port, log },
          admits: (peer) => reach?.reach.address(peer) === undefined,
        });
  const client = new PaperClient({
    ...{ keys, ways, suite: nodeSuite, now },
    ...(reach === undefined ? {} : { tls: { identity: reach.certificate, reach: reach.reach } }),
  });
  const intake = intakeReads(database.uow);
  const repaired = {
    attachment: (id: string) => intake.attachment(id),
    ofCase: (caseId: string) => reads.ofCase(caseId),
  };
  const repairs = (): FileRepairs => new FileRepairs(desk(), repaired, files);
  const mender = new PaperMender({
    repairs: {
      standing: (id) => repairs().standing(id),
      replace: (id, kept) => repairs().replace(id, kept),
    },
    ...{ parts: files.again, client, record, log },
  });
  const fetcher = new PaperFetcher({
    shelf: {
      due: (limit, but) => shelf().due(limit, but),
      wantedIds: () => shelf().wantedIds(),
      take: (id, path) => shelf().take(id, path),
      postpone: (id, problem, waitMs) => shelf().postpone(id, problem, waitMs),
    },
    parts: paperParts(DATA_DIR, node),
    client,
    log,
  });
  return {
    others: giving.others,
    figures: () => reads.figures(),
    mend: (wish) => mender.mend(wish),
    async start() {
      await source?.start();
      fetcher.start();
    },
    async stop() {
      await fetcher.stop();
      giving.end();
      await source?.stop();
    },
  };
}

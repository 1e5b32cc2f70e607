import {
  type AuditSaying,
  checkSigned,
  flawOfSaying,
  LeaseLost,
  type NodeKeys,
  nodeSuite,
  type PeerDirectory,
} from '#exchange';
import {
  type AuditFlaw,
  auditMoment,
  checkFiles,
  type Database,
  exchangeStore,
  type ReadChain,
} from '#persistence';

/** What a peer countersigned of a node's chain. */
export interface Countersigned {
  readonly peer: string;
  readonly sequence: number;
  /** `holds`: the chain has that link. `lost`: it came back from a recovery without it, and says so. */
  readonly is: 'holds' | 'lost' | 'contradicted';
}

/** What an audit of one node found. */
export interface AuditReport {
  readonly node: string;
  /** The end of its chain. */
  readonly head: { readonly sequence: number; readonly hash: string } | undefined;
  /** Recorded acts. */
  readonly entries: number;
  /** Rows compared with the chain, and frames, receipts and messages verified. */
  readonly rows: number;
  readonly signed: number;
  /** Kept files compared with their digests; 0 where the audit was not told where they lie. */
  readonly files: number;
  readonly countersigned: readonly Countersigned[];
  /** Empty: nothing was changed, cut or slipped in. */
  readonly flaws: readonly AuditFlaw[];
}

/** Where a node's rows are, and by which keys they are judged. */
export interface Audited {
  readonly node: string;
  readonly database: Database;
  readonly keys: NodeKeys;
  readonly peers: Pick<PeerDirectory, 'verificationKey'>;
  /** Where the attachments lie. Default: files are not looked at. */
  readonly files?: Parameters<typeof checkFiles>[1];
}

/**
 * Verifies a node's whole audit chain, every row that it covers, every signature and stored message, what its peers
 * countersigned, and every kept file. Reads only, rows in one snapshot and files after it; the node may run meanwhile.
 */
export async function auditNode({ files, ...given }: Audited): Promise<AuditReport> {
  const report = await auditRows(given);
  if (files === undefined) return report;
  const found = await checkFiles(given.database, files);
  return { ...report, files: found.files, flaws: [...report.flaws, ...found.flaws] };
}

async function auditRows({ node, database, keys, peers }: Omit<Audited, 'files'>): Promise<AuditReport> {
  const sayings = await exchangeStore(database.uow, () => new LeaseLost()).auditSayings();
  const wanted = new Set(sayings.map(({ head }) => head.sequence));
  const checker = { keys, directory: peers, suite: nodeSuite };
  return auditMoment(database, wanted, async ({ chain, flaws, rows, signed }) => {
    const proofs = await checkSigned(signed, checker);
    const forged = sayings.flatMap((saying) => flawOfSaying(saying, checker) ?? []);
    const countersigned = sayings
      .filter(({ of }) => of === 'ours')
      .map((saying) => ({ peer: saying.peer, sequence: saying.head.sequence, is: judge(saying, chain) }));
    return {
      node,
      head: chain.end,
      entries: chain.entries,
      rows,
      signed: proofs.checked,
      files: 0,
      countersigned,
      flaws: [...flaws, ...proofs.flaws, ...forged, ...countersigned.flatMap(contradiction)],
    };
  });
}

function judge({ head, epoch }: AuditSaying, { hashes, recoveries }: ReadChain): Countersigned['is'] {
  if (hashes.get(head.sequence) === head.hash) return 'holds';
  return recoveries.some((recovery) => recovery.epoch > epoch) ? 'lost' : 'contradicted';
}

const contradiction = ({ peer, sequence, is }: Countersigned): readonly AuditFlaw[] =>
  is === 'contradicted'
    ? [
        {
          table: 'audit_entry',
          row: `${sequence}/0`,
          flaw: 'chain-cut',
          detail: `${peer} countersigned another link ${sequence}: the chain was cut or written anew`,
          heldBy: peer,
        },
      ]
    : [];

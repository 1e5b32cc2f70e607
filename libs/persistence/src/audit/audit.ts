import type { EntityManager } from 'typeorm';
import type { SignedRows } from '#exchange';
import type { Database } from '../connection/database.js';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { CASEWORK_TABLES, COVERED_LATER } from './casework-tables.js';
import { type AuditFlaw, CHAIN_BEGINS, readChain, type ReadChain } from './chain.js';
import { widenCoverage } from './coverage.js';
import { missingProofs } from './missing-proofs.js';
import { checkRows } from './rows.js';
import { signedRows } from './signed-rows.js';
import { auditTrailOf } from './trail.js';

/** A node's chain and the rows it covers, of one moment; the node may run meanwhile. */
export interface AuditMoment {
  readonly chain: ReadChain;
  /** Chain, covered rows, and proofs that messages name and that are not there. */
  readonly flaws: readonly AuditFlaw[];
  /** Covered rows that were compared. */
  readonly rows: number;
  /** What carries signatures of its own. */
  readonly signed: SignedRows;
}

/**
 * Reads the whole chain and compares every covered row with it, in one snapshot.
 * @param wanted links whose hash is compared with what peers countersigned.
 */
export async function auditMoment<T>(
  { dataSource }: Database,
  wanted: ReadonlySet<number>,
  work: (moment: AuditMoment) => Promise<T>,
): Promise<T> {
  const runner = dataSource.createQueryRunner();
  try {
    await runner.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
    await runner.query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY');
    const chain = await readChain(runner.manager, wanted);
    const { flaws, rows } = await checkRows(runner.manager, chain);
    const missing = await missingProofs(runner.manager, chain);
    const signed = signedRows(runner.manager);
    return await work({ chain, flaws: [...chain.flaws, ...flaws, ...missing], rows, signed });
  } finally {
    await runner.query('ROLLBACK');
    await runner.release();
  }
}

const BEGUN_WITH = [
  ...CASEWORK_TABLES.filter(({ covered }) => !COVERED_LATER.has(covered)).map(({ covered }) => covered),
  'exchange_outbox',
];

/**
 * Begins the chain of a node that has none; rows that are there already are older than it, and it says so. Covers what
 * only a later version covers.
 */
export async function beginAudit(uow: UnitOfWork): Promise<void> {
  await begin(uow);
  await widenCoverage(uow);
}

async function begin(uow: UnitOfWork): Promise<void> {
  await uow.run(async () => {
    const writer = uow.writer();
    const heads = await writer.query<readonly unknown[]>(
      'SELECT seq FROM audit_head WHERE id = 1 AND seq > 0',
    );
    if (heads.length > 0) return;
    const older: string[] = [];
    for (const table of BEGUN_WITH) {
      const last = await lastOf(writer, table);
      if (last > 0) older.push(`${table} ${last}`);
    }
    const [inbox] = await writer.query<readonly { readonly n: number }[]>(
      'SELECT (SELECT COUNT(*) FROM exchange_inbox) + (SELECT COUNT(*) FROM exchange_quarantine) AS n',
    );
    // Those have no numbers of their own: the moment parts the old from the new.
    if ((inbox?.n ?? 0) > 0) older.push(`exchange_inbox ${Date.now()}`);
    auditTrailOf(uow).note({ act: CHAIN_BEGINS, note: older.join('; ') });
  });
}

async function lastOf(writer: EntityManager, table: string): Promise<number> {
  const column = table === 'casework_action' ? 'seq' : 'position';
  const [row] = await writer.query<readonly { readonly n: number | null }[]>(
    `SELECT MAX(${column}) AS n FROM ${table}`,
  );
  return row?.n ?? 0;
}

import type { EntityManager } from 'typeorm';
import { idText } from '../exchange/columns.js';
import { inboxCode, inboxRow, type InboxColumns } from '../exchange/inbox-row.js';
import { outboxRow, rank, statusOf, type OutboxColumns } from '../exchange/outbox-row.js';
import { digestSql } from './casework-rows.js';
import { CASEWORK_TABLES, COVERED_LATER, type CoveredTable } from './casework-tables.js';
import type { AuditFlaw, ReadChain } from './chain.js';
import { answerLeaf, inboxLeaf, outboxLeaf, quarantineLeaf, verdictLeaf } from './exchange-leaves.js';
import { type Covered, type Leaf, numberKey, REMOVED } from './leaves.js';

/** Rows read at once. */
const PAGE = 1_000;

/** What is compared of one row. */
interface Found extends Leaf {
  readonly row: string;
  /** Older than the chain by its number. */
  readonly older: boolean;
  /** The office at the other end of a message. */
  readonly heldBy?: string;
}

/** Compares every covered row with the last digest that the chain has of it. */
export async function checkRows(
  reader: EntityManager,
  chain: ReadChain,
): Promise<{ readonly flaws: readonly AuditFlaw[]; readonly rows: number }> {
  const comparison = new Comparison(chain);
  for (const table of CASEWORK_TABLES)
    await comparison.all(table.covered, table.covered, casework(reader, table, chain));
  await comparison.all('exchange_outbox', 'exchange_outbox', outbox(reader, chain, false));
  await comparison.all('exchange_outbox_answer', 'exchange_outbox', outbox(reader, chain, true));
  await comparison.all('exchange_inbox', 'exchange_inbox', inbox(reader, chain, false));
  await comparison.all('exchange_inbox_answer', 'exchange_inbox', inbox(reader, chain, true));
  await comparison.all('exchange_quarantine', 'exchange_quarantine', quarantine(reader, chain));
  return { flaws: comparison.flaws, rows: comparison.rows };
}

class Comparison {
  readonly flaws: AuditFlaw[] = [];
  rows = 0;

  constructor(private readonly chain: ReadChain) {}

  async all(covered: Covered, table: string, found: AsyncIterable<Found>): Promise<void> {
    const digests = new Map(this.chain.rows.get(covered) ?? []);
    for await (const { key, digest, row, older, heldBy } of found) {
      this.rows += 1;
      const name = key.toString('hex');
      const said = digests.get(name);
      digests.delete(name);
      const held = heldBy === undefined ? {} : { heldBy };
      if (said === undefined) {
        if (!older) this.flaws.push({ table, row, flaw: 'unknown', detail: `no entry covers it`, ...held });
      } else if (!said.equals(digest)) {
        this.flaws.push({ table, row, flaw: 'changed', detail: `not as ${covered} was written`, ...held });
      }
    }
    for (const [name, digest] of digests) {
      if (digest.equals(REMOVED)) continue;
      this.flaws.push({
        table,
        row: rowName(covered, name),
        flaw: 'gone',
        detail: `${covered} is not there`,
      });
    }
  }
}

const NUMBERED: ReadonlySet<Covered> = new Set(
  CASEWORK_TABLES.flatMap(({ covered, key }) => (key.is === 'number' ? [covered] : [])),
);
const rowName = (covered: Covered, key: string): string =>
  NUMBERED.has(covered) ? String(BigInt(`0x${key}`)) : idText(Buffer.from(key, 'hex'));

async function* casework(
  reader: EntityManager,
  table: CoveredTable,
  chain: ReadChain,
): AsyncGenerator<Found> {
  const { covered, key, pages } = table;
  // an office that has not started since its version covers the table: nothing there was covered yet
  const uncovered = COVERED_LATER.has(covered) && !chain.widened.has(covered);
  const before = chain.older.get(covered) ?? 0;
  const columns = key.is === 'number' ? `NULL AS k, ${key.column} AS n` : `${key.column} AS k, NULL AS n`;
  for (let after: number | Buffer | undefined; ;) {
    const rows = await reader.query<
      readonly { p: number | Buffer; n: number | null; k: Buffer | null; d: Buffer }[]
    >(
      `SELECT ${pages} AS p, ${columns}, ${digestSql(table)} AS d FROM ${covered}
       ${after === undefined ? '' : `WHERE ${pages} > ?`} ORDER BY ${pages} LIMIT ${PAGE}`,
      after === undefined ? [] : [after],
    );
    for (const { p, n, k, d } of rows) {
      const row = k === null ? String(n) : idText(k);
      const older = typeof p === 'number' && p <= before;
      yield { covered, key: k ?? numberKey(n ?? 0), digest: d, row, older: older || uncovered };
    }
    after = rows.at(-1)?.p;
    if (after === undefined) return;
  }
}

/** A row that no program can have written has no digest that anything could have said. */
function readable(covered: Covered, key: Buffer, leaf: () => Leaf): Leaf {
  try {
    return leaf();
  } catch {
    return { covered, key, digest: Buffer.alloc(32, 0xff) };
  }
}

type SentColumns = OutboxColumns & {
  readonly position: number;
  readonly reason: string | null;
  readonly article: string | null;
  readonly settled_at: Date | null;
  readonly receipt_id: Buffer | null;
};

async function* outbox(reader: EntityManager, chain: ReadChain, answers: boolean): AsyncGenerator<Found> {
  const older = chain.older.get('exchange_outbox') ?? 0;
  for (let after = 0; ;) {
    const rows = await reader.query<readonly SentColumns[]>(
      `SELECT * FROM exchange_outbox WHERE position > ? ORDER BY position LIMIT ${PAGE}`,
      [after],
    );
    for (const row of rows) {
      if (row.sequence === null || (answers && row.status < rank.stored)) continue;
      const leaf = readable(answers ? 'exchange_outbox_answer' : 'exchange_outbox', row.id, () =>
        answers ? answerOf(row) : outboxLeaf(outboxRow(row)),
      );
      yield { ...leaf, row: idText(row.id), older: row.position <= older, heldBy: row.dest };
    }
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.position;
  }
}

function answerOf(row: SentColumns): Leaf {
  const status = statusOf(row.status);
  return answerLeaf({
    id: idText(row.id),
    status: status === 'new' || status === 'sent' ? 'stored' : status,
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.article === null ? {} : { article: row.article }),
    at: row.settled_at ?? new Date(0),
    receiptId: row.receipt_id === null ? '' : idText(row.receipt_id),
  });
}

async function* inbox(reader: EntityManager, chain: ReadChain, verdicts: boolean): AsyncGenerator<Found> {
  const before = chain.older.get('exchange_inbox') ?? 0;
  for (let after: Uint8Array = Buffer.alloc(16); ;) {
    const rows = await reader.query<readonly InboxColumns[]>(
      `SELECT * FROM exchange_inbox WHERE id > ? ORDER BY id LIMIT ${PAGE}`,
      [after],
    );
    for (const columns of rows) {
      if (verdicts && columns.status === inboxCode.parked) continue;
      const leaf = readable(verdicts ? 'exchange_inbox_answer' : 'exchange_inbox', columns.id, () =>
        verdicts ? verdictLeaf(inboxRow(columns)) : inboxLeaf(inboxRow(columns)),
      );
      const older = columns.at.getTime() < before;
      yield { ...leaf, row: idText(columns.id), older, heldBy: columns.source };
    }
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}

interface QuarantineColumns {
  readonly id: Buffer;
  readonly claimed_source: string | null;
  readonly frame_id: Buffer | null;
  readonly message_id: Buffer | null;
  readonly reason: string;
  readonly digest: Buffer;
  readonly size: number;
  readonly at: Date;
}

async function* quarantine(reader: EntityManager, chain: ReadChain): AsyncGenerator<Found> {
  const before = chain.older.get('exchange_inbox') ?? 0;
  for (let after: Uint8Array = Buffer.alloc(16); ;) {
    const rows = await reader.query<readonly QuarantineColumns[]>(
      `SELECT * FROM exchange_quarantine WHERE id > ? ORDER BY id LIMIT ${PAGE}`,
      [after],
    );
    for (const row of rows) {
      const leaf = quarantineLeaf({
        id: idText(row.id),
        ...(row.claimed_source === null ? {} : { claimedSource: row.claimed_source }),
        ...(row.frame_id === null ? {} : { frameId: idText(row.frame_id) }),
        ...(row.message_id === null ? {} : { messageId: idText(row.message_id) }),
        reason: row.reason,
        digest: row.digest,
        size: row.size,
      });
      yield { ...leaf, row: idText(row.id), older: row.at.getTime() < before };
    }
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}

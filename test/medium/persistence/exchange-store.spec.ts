import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { LeaseLost, type ExchangeStore, type InboxRow, type Lease } from '#exchange';
import { exchangeStore, type Database } from '#persistence';
import { uuidV7 } from '#platform';
import { eventually } from '../../support/eventually.js';
import { aReceipt, aRow, anArrival, at, bytes, inStream, leg } from '../../support/database-exchange-rows.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';

// Making a schema takes a second on a busy machine.
jest.setTimeout(60_000);

let home: TestDatabase;
let database: Database;
let store: ExchangeStore;

beforeAll(async () => {
  home = await freshDatabase();
  database = await home.open();
  store = exchangeStore(database.uow, () => new LeaseLost());
});
afterAll(async () => {
  await database.close();
  await home.drop();
});
const tables = [
  'lease',
  'out_stream',
  'in_stream',
  'outbox',
  'out_frame',
  'peer',
  'case_key',
  'body',
  'inbox',
  'in_frame',
  'receipt',
  'quarantine',
];
beforeEach(async () => {
  for (const table of tables) await home.sql(`DELETE FROM exchange_${table}`);
});

const run = <T>(work: () => Promise<T>): Promise<T> => database.uow.run(work);
const lead = async (holder = 'a', ttl = 60_000): Promise<Lease> => {
  const lease = await store.acquireLease('relay', holder, ttl);
  if (lease === undefined) throw new Error('no lease');
  return lease;
};
/** Sends rows as the relay does, in one frame, up to before the queue. */
async function frame(lease: Lease, dest = 'city', retryInMs = 0): Promise<string> {
  const frameId = uuidV7();
  await run(async () => {
    const rows = await store.claimNew(lease, dest, { rows: 500, bytes: 1e6 });
    const messageIds = rows.map(({ id }) => id);
    await store.insertOutFrames(lease, [{ frameId, dest, attempt: 1, bytes: 100, messageIds }], retryInMs);
  });
  return frameId;
}

describe('streams', () => {
  it('are made when first locked, and hold what was saved, in the order asked', async () => {
    const other = { dest: 'city', kind: 'matter', id: 'CS-1' } as const;
    await run(async () => {
      const made = await store.lockOutStreams([{ dest: 'city', ...leg }, other]);
      expect(made.map(({ id, epoch, last }) => [id, epoch, last])).toEqual([
        [leg.id, 1, 0],
        ['CS-1', 1, 0],
      ]);
      expect(made[0]?.head).toEqual(Buffer.alloc(32));
      await store.saveOutStreams([{ ...other, epoch: 1, last: 4, head: bytes(4) }]);
    });
    const [again] = await run(() => store.lockOutStreams([other]));
    expect(again).toEqual({ ...other, epoch: 1, last: 4, head: Buffer.alloc(32, 4) });
    expect((await store.heads('city', other)).sent).toEqual({ last: 4, head: '04'.repeat(32) });
  });

  it('give twenty units that send at once twenty different sequences', async () => {
    const key = { dest: 'city', ...leg };
    await Promise.all(
      Array.from({ length: 20 }, () =>
        run(async () => {
          const [stream] = await store.lockOutStreams([key]);
          if (stream === undefined) throw new Error('no stream');
          const sequence = stream.last + 1;
          await store.insertOutbox([aRow({ sequence })]);
          await store.saveOutStreams([{ ...stream, last: sequence }]);
        }),
      ),
    );
    expect((await store.heads('city', leg)).sent.last).toBe(20);
    expect((await store.deliveries(leg)).map(({ sequence }) => sequence).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
  });

  it('that ended tell their cause', async () => {
    await run(async () => {
      const [stream] = await store.lockInStreams([inStream]);
      if (stream === undefined) throw new Error('no stream');
      await store.saveInStreams([
        {
          ...stream,
          last: 2,
          head: bytes(2),
          status: 'rejected',
          reason: 'accused-is-addressee',
          article: '条例第三十条',
        },
      ]);
    });
    expect(await store.stoppedStreams('leg')).toEqual([
      expect.objectContaining({
        source: 'city',
        last: 2,
        status: 'rejected',
        reason: 'accused-is-addressee',
        article: '条例第三十条',
      }),
    ]);
    expect(await store.stoppedStreams('meeting')).toEqual([]);
    expect((await store.heads('city', leg)).applied.last).toBe(2);
  });
});

describe('case keys and bodies', () => {
  it('the first key holds, also when two are made at once', async () => {
    const made = await Promise.all(
      [1, 2, 3, 4].map((fill) =>
        run(() => store.ensureCaseKeys([{ bodyKey: 'case-1', wrapped: bytes(fill, 40) }])),
      ),
    );
    const holding = new Set(made.map(([key]) => Buffer.from(key?.wrapped ?? []).toString('hex')));
    expect(holding.size).toBe(1);
  });

  it('bytes come back as they were; a destroyed case leaves neither key nor body', async () => {
    const row = aRow();
    const parked = anArrival();
    await run(async () => {
      await store.ensureCaseKeys([{ bodyKey: 'case-1', wrapped: bytes(1, 40) }]);
      await store.insertOutbox([row]);
      await store.insertInbox([parked, anArrival({ status: 'applied', sequence: 2 })]);
      await store.insertBodies([
        { messageId: row.id, bodyKey: 'case-1', sealed: bytes(200, 70_000) },
        { messageId: parked.id, bodyKey: 'case-1', sealed: bytes(3) },
        { messageId: uuidV7(), bodyKey: 'case-1', sealed: bytes(4) },
      ]);
    });
    const [read] = await run(() => store.readBodies([row.id]));
    expect(Buffer.from(read?.sealed ?? []).equals(Buffer.alloc(70_000, 200))).toBe(true);
    const inUse = await run(() => store.bodiesInUse('case-1'));
    expect(inUse.map(({ messageId }) => messageId).sort()).toEqual([row.id, parked.id].sort());
    await run(() => store.deleteCase('case-1'));
    expect(await run(() => store.readBodies([row.id, parked.id]))).toEqual([]);
    expect(await run(() => store.readCaseKeys(['case-1']))).toEqual([]);
  });
});

describe('the relay', () => {
  it('has one leader, by the database clock; each change of leader has a new fencing number', async () => {
    const first = await lead('a');
    expect(await store.acquireLease('relay', 'b', 1000)).toBeUndefined();
    expect((await lead('a', 1)).fencing).toBe(first.fencing);
    const second = await eventually(
      () => store.acquireLease('relay', 'b', 60_000),
      (lease) => lease !== undefined,
    );
    expect(second?.fencing).toBe(first.fencing + 1);
    await expect(run(() => store.claimNew(first, 'city', { rows: 1, bytes: 1 }))).rejects.toBeInstanceOf(
      LeaseLost,
    );
    await expect(
      run(() => store.markSent(first, [{ frameId: uuidV7(), messages: true, receipts: false }])),
    ).rejects.toBeInstanceOf(LeaseLost);
    await store.releaseLease(first);
    expect(await store.acquireLease('relay', 'a', 1000)).toBeUndefined();
    if (second !== undefined) await store.releaseLease(second);
    expect((await lead('a')).fencing).toBe(first.fencing + 2);
  });

  it('claims in order, at most so many rows and bytes, at least one, only that addressee', async () => {
    const rows = [1, 2, 3].map((sequence) => aRow({ sequence, size: 400 }));
    const elsewhere = aRow({ dest: 'province', stream: { kind: 'leg', id: uuidV7() } });
    await run(() => store.insertOutbox([...rows, elsewhere]));
    const lease = await lead();
    const claim = (max: { rows: number; bytes: number }) =>
      run(async () => (await store.claimNew(lease, 'city', max)).map(({ id }) => id));
    const ids = rows.map(({ id }) => id);
    expect(await claim({ rows: 2, bytes: 10_000 })).toEqual(ids.slice(0, 2));
    expect(await claim({ rows: 10, bytes: 900 })).toEqual(ids.slice(0, 2));
    expect(await claim({ rows: 10, bytes: 1 })).toEqual(ids.slice(0, 1));
    expect(await claim({ rows: 10, bytes: 1e6 })).toEqual(ids);
  });

  it('claims of a row what a frame is cut by, and gives it back as it was put', async () => {
    const row = aRow({ causationId: uuidV7(), subject: '临人信〔2026〕3号' });
    await run(() => store.insertOutbox([row]));
    const lease = await lead();
    const [claimed] = await run(() => store.claimNew(lease, 'city', { rows: 1, bytes: 1e6 }));
    expect(claimed).toEqual({ id: row.id, size: row.size, sequence: row.sequence });
    const [held] = await run(() => store.lockOutbox([row.id]));
    expect(held).toEqual({
      ...row,
      prevhash: Buffer.alloc(32),
      digest: Buffer.alloc(32, 7),
      status: 'new',
    });
  });

  it('sends a frame again until every row in it is answered', async () => {
    const [one, two] = [aRow({ sequence: 1 }), aRow({ sequence: 2 })];
    const receipt = aReceipt();
    await run(async () => {
      await store.insertOutbox([one, two, receipt]);
      await store.insertBodies([{ messageId: receipt.id, bodyKey: 'receipts', sealed: bytes(1) }]);
    });
    const lease = await lead();
    const frameId = await frame(lease);
    expect(await store.peerWindows()).toEqual([
      expect.objectContaining({ dest: 'city', waiting: 0, openFrames: 1, openBytes: 100 }),
    ]);
    await run(() => store.markSent(lease, [{ frameId, messages: true, receipts: true }]));
    expect(await run(() => store.readBodies([receipt.id]))).toEqual([]);

    const answer = { receiptId: uuidV7(), at, frameId };
    await run(() => store.answerOutbox('city', [{ id: one.id, status: 'applied', ...answer }]));
    const due = await run(() => store.claimDue(lease, 10));
    expect(due).toEqual([
      {
        frameId,
        dest: 'city',
        attempt: 1,
        rows: [{ id: two.id, size: two.size, sequence: two.sequence }],
      },
    ]);
    expect((await store.deliveries(leg)).map(({ status }) => status)).toEqual(['applied', 'sent']);
    expect(await store.peerWindows()).toEqual([expect.objectContaining({ dueFrames: 1 })]);
    await run(() => store.rescheduleFrames(lease, [{ frameId, attempt: 2, retryInMs: 60_000 }], []));
    expect(await run(() => store.claimDue(lease, 10))).toEqual([]);
    expect(await store.peerWindows()).toEqual([expect.objectContaining({ openFrames: 1, dueFrames: 0 })]);

    await run(() =>
      store.answerOutbox('city', [
        { id: two.id, status: 'rejected', reason: 'not-competent', article: '第二十三条', ...answer },
      ]),
    );
    expect(await store.peerWindows()).toEqual([]);
    expect(await store.deliveries(leg)).toEqual([
      expect.objectContaining({ messageId: one.id, status: 'applied', settledAt: at }),
      expect.objectContaining({
        messageId: two.id,
        status: 'rejected',
        reason: 'not-competent',
        article: '第二十三条',
      }),
    ]);
  });

  it('sees every peer for which something waits, between the first and the last too', async () => {
    await run(() => store.insertOutbox([aRow({ dest: 'city' })]));
    await frame(await lead());
    const dests = ['agency:water', 'committee', 'city', 'township:yi', 'agency:water'];
    await run(() =>
      store.insertOutbox(dests.map((dest, at) => aRow({ dest, stream: { kind: 'leg', id: `s${at}` } }))),
    );
    const none = { openFrames: 0, openBytes: 0, dueFrames: 0, silentMs: 0 };
    expect(await store.peerWindows()).toEqual([
      { dest: 'agency:water', waiting: 1, ...none },
      expect.objectContaining({ dest: 'city', waiting: 1, openFrames: 1, openBytes: 100 }),
      { dest: 'committee', waiting: 1, ...none },
      { dest: 'township:yi', waiting: 1, ...none },
    ]);
  });

  it('counts a peer as silent only from the oldest frame that it owes an answer', async () => {
    await run(() => store.answerOutbox('city', []));
    await home.sql('UPDATE exchange_peer SET spoke_at = UTC_TIMESTAMP(3) - INTERVAL 1 HOUR');
    await run(() => store.insertOutbox([aRow()]));
    const silent = async () => (await store.peerWindows())[0]?.silentMs ?? -1;
    expect(await silent()).toBe(0);
    await frame(await lead());
    expect(await silent()).toBeLessThan(60_000);
    await home.sql('UPDATE exchange_out_frame SET made_at = UTC_TIMESTAMP(3) - INTERVAL 2 HOUR');
    expect(await silent()).toBeGreaterThanOrEqual(3_600_000);
    expect(await silent()).toBeLessThan(3_700_000);
  });

  it('closes a frame of receipts as soon as the queue has it', async () => {
    await run(() => store.insertOutbox([aReceipt()]));
    const lease = await lead();
    const frameId = await frame(lease);
    await run(() => store.markSent(lease, [{ frameId, messages: false, receipts: true }]));
    expect(await store.peerWindows()).toEqual([]);
    expect((await store.figures()).pending).toBe(0);
  });

  it('closes what is named only when nothing in it waits', async () => {
    await run(() => store.insertOutbox([aRow()]));
    const lease = await lead();
    const frameId = await frame(lease);
    await run(() => store.rescheduleFrames(lease, [], [frameId]));
    expect(await run(() => store.claimDue(lease, 1))).toHaveLength(1);
  });
});

describe('receipts', () => {
  it('move a row forward only, and only its addressee answers', async () => {
    const row = aRow();
    await run(() => store.insertOutbox([row]));
    const answer = (source: string, status: 'stored' | 'applied' | 'quarantined') =>
      run(() => store.answerOutbox(source, [{ id: row.id, status, at, receiptId: uuidV7() }]));
    const status = async () => (await run(() => store.lockOutbox([row.id])))[0]?.status;
    await answer('province', 'applied');
    expect(await status()).toBe('new');
    await answer('city', 'stored');
    expect(await status()).toBe('stored');
    await answer('city', 'applied');
    await answer('city', 'stored');
    await answer('city', 'quarantined');
    expect(await status()).toBe('applied');
  });

  it('are kept once', async () => {
    const receipt = {
      id: uuidV7(),
      source: 'city',
      frameId: uuidV7(),
      attempt: 1,
      place: 0,
      bytes: bytes(5),
    };
    await run(() => store.insertReceipts([receipt]));
    await run(() => store.insertReceipts([{ ...receipt, bytes: bytes(6) }]));
    expect((await home.sql('SELECT HEX(bytes) AS hex FROM exchange_receipt'))[0]?.['hex']).toBe(
      '05'.repeat(32),
    );
  });
});

describe('the inbox', () => {
  it('gives rows back as they were put, also one that could not be decoded', async () => {
    const whole = anArrival({ causationId: uuidV7(), reason: 'gap', article: '第一条' });
    const broken: InboxRow = {
      id: uuidV7(),
      source: 'city',
      digest: bytes(1),
      status: 'quarantined',
      reason: 'not-an-envelope',
      at,
      frameId: uuidV7(),
      attempt: 1,
      place: 3,
    };
    await run(() => store.insertInbox([whole, broken]));
    const read = await run(() => store.readInbox([whole.id, broken.id, uuidV7()]));
    expect(read.find(({ id }) => id === whole.id)).toEqual({
      ...whole,
      digest: Buffer.alloc(32, 1),
      prevhash: Buffer.alloc(32),
    });
    expect(read.find(({ id }) => id === broken.id)).toEqual({ ...broken, digest: Buffer.alloc(32, 1) });
  });

  it('refuses a second row of an id', async () => {
    const row = anArrival();
    await run(() => store.insertInbox([row]));
    await expect(run(() => store.insertInbox([row]))).rejects.toMatchObject({ errno: 1062 });
  });

  it('settles parked rows only, each with its own answer, and gives the rest in order', async () => {
    const rows = [3, 2, 4].map((sequence) => anArrival({ sequence }));
    await run(() => store.insertInbox(rows));
    const parked = async () =>
      (await run(() => store.readParked([inStream]))).map(({ sequence }) => sequence);
    expect(await parked()).toEqual([2, 3, 4]);
    const [third, second] = rows;
    if (third === undefined || second === undefined) throw new Error('two rows');
    const later = new Date('2026-03-06T02:00:00.000Z');
    const settle = (status: 'applied' | 'rejected') =>
      run(() =>
        store.settleInbox([
          { id: second.id, status, at: later },
          { id: third.id, status: 'rejected', reason: 'stream-ended', article: '第二条', at: later },
        ]),
      );
    await settle('applied');
    await settle('rejected');
    expect(await parked()).toEqual([4]);
    const read = await run(() => store.readInbox([second.id, third.id]));
    expect(read.find(({ id }) => id === second.id)).toMatchObject({ status: 'applied', at: later });
    expect(read.find(({ id }) => id === third.id)).toMatchObject({
      status: 'rejected',
      reason: 'stream-ended',
      article: '第二条',
    });
  });

  it('keeps a frame once per attempt', async () => {
    const proof = {
      frameId: uuidV7(),
      attempt: 1,
      source: 'city',
      manifest: bytes(1),
      signature: bytes(2),
      leaves: bytes(3),
    };
    await run(() => store.insertInFrames([proof]));
    await run(() => store.insertInFrames([proof, { ...proof, attempt: 2 }]));
    expect(await home.sql('SELECT attempt FROM exchange_in_frame ORDER BY attempt')).toEqual([
      { attempt: 1 },
      { attempt: 2 },
    ]);
  });
});

describe('what an operator sees', () => {
  it('figures say whether everything is drained', async () => {
    expect(await store.figures()).toEqual({
      pending: 0,
      parked: 0,
      put: 0,
      applied: 0,
      quarantined: 0,
      oldestMs: 0,
    });
    const row = aRow();
    await run(async () => {
      await store.insertOutbox([row, aRow({ sequence: 2 }), aReceipt()]);
      await store.insertInbox([anArrival()]);
      await store.answerOutbox('city', [{ id: row.id, status: 'applied', at, receiptId: uuidV7() }]);
    });
    expect(await store.figures()).toMatchObject({
      pending: 2,
      parked: 1,
      put: 2,
      applied: 1,
      quarantined: 0,
    });
  });

  it('quarantine is listed newest first, page by page, each line once', async () => {
    await run(async () => {
      await store.insertInbox(
        [1, 2, 3].map((sequence) =>
          anArrival({
            sequence,
            status: 'quarantined',
            reason: 'unknown-type',
            at: new Date(at.getTime() + sequence),
          }),
        ),
      );
      await store.insertQuarantine([
        {
          id: uuidV7(),
          claimedSource: 'agency:court',
          frameId: uuidV7(),
          reason: 'forged',
          detail: '签名不符',
          digest: bytes(1),
          size: 9,
        },
        {
          id: uuidV7(),
          claimedSource: 'city',
          messageId: uuidV7(),
          reason: 'equivocation',
          digest: bytes(1),
          size: 9,
        },
      ]);
    });
    const seen: string[] = [];
    let after: string | undefined;
    for (;;) {
      const page = await store.quarantined({ limit: 2, ...(after === undefined ? {} : { after }) });
      if (page.length === 0) break;
      seen.push(...page.map(({ kind, reason, stream }) => `${kind} ${reason} ${stream?.kind ?? '-'}`));
      after = page.at(-1)?.id;
    }
    expect(seen.slice(0, 2).sort()).toEqual(['frame equivocation -', 'frame forged -']);
    expect(seen.slice(2)).toEqual(Array.from({ length: 3 }, () => 'message unknown-type leg'));
    expect((await store.figures()).quarantined).toBe(5);
  });
});

it('every write throws outside of a unit of work', async () => {
  await expect(store.insertOutbox([aRow()])).rejects.toThrow('open unit of work');
  await expect(store.lockInStreams([inStream])).rejects.toThrow('open unit of work');
});

import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { statSync, writeFileSync } from 'node:fs';
import { ATTACHMENT_LIMIT, PAPER_RECORD_BYTES, sealedLength } from '#contract';
import { eventually } from '../../support/eventually.js';
import { bytesOf, type Driver, PaperOffices, sha256 } from '../../support/paper-offices.js';

jest.setTimeout(60_000);

const MIB = 1024 * 1024;
/** HTTP heads and, over TLS, its records and handshakes. */
const CARRIAGE = 1.02;

let offices: PaperOffices;

const taken = (id: string, within = 20_000): Promise<Buffer | undefined> =>
  eventually(
    () => offices.wants.taken.get(id),
    (bytes) => bytes !== undefined,
    within,
  );

describe.each<Driver>(['http', 'https'])('papers over %s', (driver) => {
  beforeEach(async () => {
    offices = new PaperOffices(driver);
    await offices.start();
  });
  afterEach(() => offices.stop());

  it('a paper of 50 MiB arrives byte for byte, and nothing is left half-fetched', async () => {
    const bytes = bytesOf(ATTACHMENT_LIMIT);
    const id = offices.wants.want(offices.put(bytes));
    offices.fetch();
    expect(sha256((await taken(id)) ?? Buffer.alloc(0))).toBe(sha256(bytes));
    await eventually(
      () => offices.parts().all(),
      (left) => left.size === 0,
    );
    expect(offices.wants.problems).toEqual([]);
  });

  it.each([1, PAPER_RECORD_BYTES - 1, PAPER_RECORD_BYTES, PAPER_RECORD_BYTES + 1])(
    'one of %d bytes arrives too',
    async (size) => {
      const bytes = bytesOf(size);
      const id = offices.wants.want(offices.put(bytes));
      offices.fetch();
      expect((await taken(id))?.equals(bytes)).toBe(true);
    },
  );

  it('a connection cut in the middle, three times, is gone on with: no record goes twice', async () => {
    const size = 8 * MIB;
    const bytes = bytesOf(size);
    const paper = offices.put(bytes);
    const id = offices.wants.want(paper);
    offices.cable.cutAfter(3 * MIB);
    offices.fetch();
    for (const cuts of [2, 3]) {
      await eventually(
        () => offices.asked.length,
        (asked) => asked >= cuts,
      );
      offices.cable.cutAfter(MIB);
    }
    expect((await taken(id))?.equals(bytes)).toBe(true);
    expect(offices.asked).toHaveLength(4);
    // What a cut lost is less than a record each time.
    const most = sealedLength(size, 0) * CARRIAGE + 3 * PAPER_RECORD_BYTES;
    expect(offices.cable.carried).toBeLessThan(most);
  });

  it('a sender that dies and comes back gives the rest', async () => {
    const bytes = bytesOf(6 * MIB);
    const id = offices.wants.want(offices.put(bytes));
    offices.cable.cutAfter(2 * MIB);
    const going = offices.fetch();
    await eventually(
      () => offices.parts().size(id),
      (size) => size > MIB,
    );
    await offices.stopGiving();
    expect(going).toBeDefined();
    await eventually(
      () => offices.wants.problems.length,
      (count) => count > 1,
    );
    expect(new Set(offices.wants.problems)).toEqual(new Set(['unreachable']));
    const before = offices.cable.carried;
    await offices.give();
    expect((await taken(id))?.equals(bytes)).toBe(true);
    expect(offices.cable.carried - before).toBeLessThan(5 * MIB * CARRIAGE);
  });

  it('a receiver that dies and comes back goes on where its disk says', async () => {
    const bytes = bytesOf(6 * MIB);
    const id = offices.wants.want(offices.put(bytes));
    const first = offices.fetch();
    await eventually(
      () => offices.parts().size(id),
      (size) => size > MIB,
    );
    await first.stop();
    const at = await offices.parts().size(id);
    expect(at).toBeGreaterThan(MIB);
    expect(at).toBeLessThan(bytes.byteLength);
    const before = offices.cable.carried;
    offices.fetch();
    expect((await taken(id))?.equals(bytes)).toBe(true);
    expect(offices.cable.carried - before).toBeLessThan((bytes.byteLength - at) * CARRIAGE + 20_000);
  });

  it('half a file is readable by the node alone', async () => {
    const id = offices.wants.want(offices.put(bytesOf(6 * MIB)));
    const first = offices.fetch();
    await eventually(
      () => offices.parts().size(id),
      (size) => size > 0,
    );
    await first.stop();
    expect(statSync(offices.parts().path(id)).mode & 0o077).toBe(0);
  });

  it('what is wanted no more is swept from the disk', async () => {
    const rubbish = '01900000-0000-7000-8000-00000000eeee';
    await offices.parts().append(rubbish, 0, Buffer.from('x'));
    offices.fetch();
    await eventually(
      () => offices.parts().all(),
      (left) => left.size === 0,
    );
  });

  it('bytes that were changed on the disk are found by the digest, thrown away and fetched anew', async () => {
    const bytes = bytesOf(4 * MIB);
    const id = offices.wants.want(offices.put(bytes));
    const first = offices.fetch();
    await eventually(
      () => offices.parts().size(id),
      (size) => size > MIB,
    );
    await first.stop();
    writeFileSync(offices.parts().path(id), Buffer.alloc(await offices.parts().size(id)));
    offices.fetch();
    expect((await taken(id))?.equals(bytes)).toBe(true);
    expect(offices.wants.problems).toEqual(['digest']);
  });

  it('one that the sender itself still waits for comes when it is there, one that is gone when it is restored', async () => {
    const paper = offices.put(Buffer.from('来信'));
    const held = offices.held.get(paper.ref);
    if (held === undefined) throw new Error('not held');
    held.bytes = 'not-yet';
    const id = offices.wants.want(paper);
    offices.fetch();
    await eventually(
      () => offices.wants.problems,
      (seen) => seen.includes('not-yet'),
    );
    held.bytes = undefined;
    await eventually(
      () => offices.wants.problems,
      (seen) => seen.includes('gone'),
    );
    held.bytes = Buffer.from('来信');
    expect((await taken(id))?.toString()).toBe('来信');
  });

  it('a full disk is told as such, and the paper comes when there is room', async () => {
    const real = offices.parts();
    let full = true;
    const id = offices.wants.want(offices.put(bytesOf(MIB)));
    offices.fetch({
      parts: {
        ...real,
        append: (of, offset, bytes) =>
          full
            ? Promise.reject(Object.assign(new Error('no space'), { code: 'ENOSPC' }))
            : real.append(of, offset, bytes),
      },
    });
    await eventually(
      () => offices.wants.problems,
      (seen) => seen.includes('disk-full'),
    );
    full = false;
    expect(await taken(id)).toBeDefined();
  });

  it('no more is begun than may wait on the disk, and none over the limit', async () => {
    const [small, large] = [offices.put(bytesOf(MIB)), offices.put(bytesOf(3 * MIB))];
    const fits = offices.wants.want(small);
    offices.wants.want(large);
    offices.wants.want({ ...small, size: ATTACHMENT_LIMIT + 1 });
    offices.fetch({ bounds: { waitingBytes: 2 * MIB } });
    expect(await taken(fits)).toBeDefined();
    await eventually(
      () => offices.wants.problems,
      (seen) => seen.includes('too-much-waiting') && seen.includes('oversize'),
    );
    expect(offices.asked.map(({ ref }) => ref)).not.toContain(large.ref);
  });

  it('many papers come, a few at a time', async () => {
    const ids = Array.from({ length: 12 }, () => offices.wants.want(offices.put(bytesOf(200_000))));
    offices.fetch();
    for (const id of ids) expect(await taken(id)).toBeDefined();
    expect(offices.wants.problems).toEqual([]);
  });

  it('a peer without an address is told', async () => {
    offices.wants.want(offices.put(bytesOf(10)));
    offices.fetch({ to: () => undefined });
    await eventually(
      () => offices.wants.problems,
      (seen) => seen.includes('no-address'),
    );
  });
});

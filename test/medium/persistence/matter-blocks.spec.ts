import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { MatterIndexing } from '#casework';
import { type Dossier, parseLocalDate } from '#domain';
import { indexMatters, type Database } from '#persistence';
import { dropFromIndex } from '../../../libs/persistence/src/casework/matter-index.js';
import { MatterSealer, sealMatters } from '../../../libs/persistence/src/casework/matter-sealing.js';
import { holdingAll, type WordReach } from '../../../libs/persistence/src/casework/matter-words.js';
import { SealedWords } from '../../../libs/node/src/sealed-words.js';
import type { Log } from '#platform';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { eventually } from '../../support/eventually.js';

// Making a schema takes a second on a busy machine.
jest.setTimeout(120_000);

/*
 * What a search finds by sealed blocks is what stands in the postings, whatever happens to them meanwhile. Blocks of 64
 * positions, of which a word that stands at four of them is packed, so that a few hundred cases have many.
 */

const SIZE = 64;
const SEALING = { size: SIZE, least: 4, tokens: 3, postings: 40 };
/** Never case by case, and few blocks at once. */
const BLOCKS: WordReach = { few: 0, probes: 0, blocks: [2, 3] };
const PLAIN: WordReach = { few: Number.MAX_SAFE_INTEGER, probes: 0, blocks: [1, 1] };

let home: TestDatabase;
let database: Database;

beforeAll(async () => {
  home = await freshDatabase();
  database = await home.open();
});
afterAll(async () => {
  await database.close();
  await home.drop();
});
beforeEach(async () => {
  for (const table of ['matter_posting', 'matter_token', 'matter_block', 'matter_seal', 'casework_case'])
    await home.sql(`DELETE FROM ${table}`);
});

/** Words are what stands between spaces. */
const indexing: MatterIndexing = {
  tokens: ({ summary }) =>
    summary
      .split(' ')
      .filter((word) => word !== '')
      .map((token) => ({ token, weight: token.length })),
  fingerprints: () => [],
};
const receivedOn = parseLocalDate('2026-03-02');
if (!receivedOn.ok) throw new Error('no day');
const dossierOf = (summary: string): Dossier => ({
  form: 'letter',
  source: 'own',
  people: 1,
  category: 'request',
  route: '31(6)',
  topic: '城乡建设/供水',
  place: '丁街道',
  summary,
  request: '',
  respondents: [],
  receivedOn: receivedOn.value,
});
interface Written {
  readonly position: number;
  readonly words: readonly string[];
}
const write = (written: readonly Written[]): Promise<void> =>
  database.uow.run(() =>
    indexMatters(
      database.uow.writer(),
      indexing,
      written.map(({ position, words }) => ({ position, dossier: dossierOf(words.join(' ')) })),
    ),
  );
const drop = (position: number, ...words: string[]): Promise<void> =>
  database.uow.run(() =>
    dropFromIndex(database.uow.writer(), indexing, { position, dossier: dossierOf(words.join(' ')) }),
  );
/** Cases are there up to this position, as far as sealing looks. */
const newest = (position: number): Promise<unknown> =>
  home.sql(
    "INSERT INTO casework_case (position, id, version, origin_number, state, received_on, matter) VALUES (?, UNHEX(MD5(?)), 1, ?, 'OUT', '2026-01-01', '{}')",
    [position, position, position],
  );
const seal = () => sealMatters(database.uow, undefined, SEALING);

async function found(words: readonly string[], reach = BLOCKS, most = 1_000): Promise<readonly number[]> {
  const manager = database.uow.reader();
  const rows = await manager.query<readonly { id: number; n: number | string }[]>(
    'SELECT t.id, COUNT(*) AS n FROM matter_token t JOIN matter_posting p ON p.token_id = t.id WHERE t.token IN (?) GROUP BY t.id ORDER BY n',
    [words],
  );
  if (rows.length < words.length) return [];
  const held = await holdingAll(
    manager,
    rows.map(({ id, n }) => ({ id, n: Number(n) })),
    most,
    reach,
  );
  // A word weighs as many as it has letters: what is found has its weight from the postings.
  for (const { w } of held) expect(w).toBe(words.join('').length);
  return held.map(({ position }) => position);
}

/** Every `each`th position from the first to the last has the word. */
const spread = (word: string, first: number, last: number, each: number): Written[] =>
  Array.from({ length: Math.floor((last - first) / each) + 1 }, (_, at) => ({
    position: first + at * each,
    words: [word],
  }));
const packedRows = async (word: string): Promise<readonly number[]> =>
  (
    await home.sql(
      'SELECT b.last_position AS at FROM matter_block b JOIN matter_token t ON t.id = b.token_id WHERE t.token = ? ORDER BY at',
      [word],
    )
  ).map(({ at }) => Number(at));

describe('sealed blocks', () => {
  it('are what lies wholly behind the newest case, and nothing of the newest block', async () => {
    await write([...spread('yard', 1, 200, 2), ...spread('rare', 1, 200, 40)]);
    await newest(64);
    await seal();
    expect(await packedRows('yard')).toEqual([]);
    await newest(200);
    await seal();
    expect(await packedRows('yard')).toEqual([64, 128, 192]);
    // Too rare to be worth it.
    expect(await packedRows('rare')).toEqual([]);
    const seals = await home.sql('SELECT first_position, last_position, next_token FROM matter_seal');
    expect(seals.map((row) => Object.values(row))).toEqual(
      [
        [64, 1, null],
        [128, 65, null],
        [192, 129, null],
      ].map(([last, first, next]) => [first, last, next]),
    );
    expect(await seal()).toEqual({ steps: 0, left: false });
  });

  it('give what the postings give, on random words of every frequency', async () => {
    const random = seeded(20_261_123);
    const often = { all: 1, most: 0.8, half: 0.5, some: 0.2, few: 0.06, rare: 0.01, odd: 0.5 };
    const written = Array.from({ length: 900 }, (_, at) => ({
      position: at + 1,
      words: Object.entries(often)
        // `odd` is missing in every other block, and common in the others.
        .filter(([word, share]) => (word !== 'odd' || Math.floor(at / SIZE) % 2 === 0) && random() < share)
        .map(([word]) => word),
    }));
    await write(written);
    await newest(900);
    await seal();
    const names = Object.keys(often);
    const questions = names.flatMap((one, at) =>
      names
        .slice(at + 1)
        .flatMap((two, next) => [
          [one, two],
          ...names.slice(at + next + 2).map((three) => [one, two, three]),
        ]),
    );
    for (const words of [...names.map((one) => [one]), ...questions])
      for (const most of [1, 7, 60, 1_000]) {
        const wanted = written
          .filter((one) => words.every((word) => one.words.includes(word)))
          .map(({ position }) => position)
          .toReversed()
          .slice(0, most);
        for (const reach of [BLOCKS, PLAIN, { ...BLOCKS, probes: 3 }])
          expect([words, most, await found(words, reach, most)]).toEqual([words, most, wanted]);
      }
  });

  it('have a word that no case of a block holds, and one that was never packed', async () => {
    await write([
      ...spread('yard', 1, 300, 2),
      ...spread('lamp', 129, 192, 2),
      ...spread('lone', 131, 131, 1),
    ]);
    await newest(300);
    await seal();
    expect(await packedRows('lamp')).toEqual([192]);
    expect(await found(['yard', 'lamp'])).toHaveLength(32);
    expect(await found(['yard', 'lone'])).toEqual([131]);
    expect(await found(['yard', 'lamp', 'lone'])).toEqual([131]);
  });

  it('find what comes late into them: a case that took its position early, and a corrected one', async () => {
    await write([...spread('yard', 1, 300, 2), ...spread('lamp', 2, 300, 2)]);
    await newest(300);
    await seal();
    expect(await found(['yard', 'lamp'])).toEqual([]);
    await write([{ position: 70, words: ['yard', 'lamp', 'new'] }]);
    expect(await found(['yard', 'lamp'])).toEqual([70]);
    expect(await found(['yard', 'new'])).toEqual([70]);
    // Corrected: one word goes, another comes.
    await drop(5, 'yard');
    await write([{ position: 5, words: ['lamp'] }]);
    await drop(6, 'lamp');
    await write([{ position: 6, words: ['yard', 'lamp'] }]);
    expect(await found(['yard', 'lamp'])).toEqual([70, 6]);
  });

  it('forget what was dropped, and still find as many as are asked for', async () => {
    await write([...spread('yard', 1, 300, 1), ...spread('lamp', 1, 300, 1)]);
    await newest(300);
    await seal();
    for (let position = 100; position <= 240; position += 1) await drop(position, 'lamp');
    const held = await found(['yard', 'lamp'], BLOCKS, 70);
    expect(held).toEqual([...range(300, 241), ...range(99, 90)]);
  });

  it('are not read where somebody took a seal away', async () => {
    await write([...spread('yard', 1, 300, 2), ...spread('lamp', 1, 300, 3)]);
    await newest(300);
    await seal();
    const before = await found(['yard', 'lamp']);
    await home.sql('DELETE FROM matter_seal WHERE last_position IN (64, 192)');
    expect(await found(['yard', 'lamp'])).toEqual(before);
  });
});

describe('sealing beside other work', () => {
  let open: Database[] = [];
  const another = async (): Promise<Database> => {
    const one = await home.open();
    open.push(one);
    return one;
  };
  afterEach(async () => {
    await Promise.all(open.map((one) => one.close()));
    open = [];
  });

  /** Does the work in a unit of its own and holds that open until `commit`. */
  async function held(of: Database, work: () => Promise<unknown>) {
    let commit = (): void => undefined;
    const until = new Promise<void>((resolve) => (commit = resolve));
    let done = (): void => undefined;
    const reached = new Promise<void>((resolve) => (done = resolve));
    const ended = of.uow.run(async () => {
      await work();
      done();
      await until;
    });
    await Promise.race([reached, ended]);
    return {
      commit: () => {
        commit();
        return ended;
      },
    };
  }
  /** Stops sealing where the postings are read and what was packed is not written. */
  function stoppedAfterReading({ uow }: Database) {
    let goOn = (): void => undefined;
    const until = new Promise<void>((resolve) => (goOn = resolve));
    let read = (): void => undefined;
    const isRead = new Promise<void>((resolve) => (read = resolve));
    const writerOf = uow.writer.bind(uow);
    jest.spyOn(uow, 'writer').mockImplementation(() => {
      const manager = writerOf();
      const query = async (sql: string, values: unknown[]): Promise<unknown> => {
        const rows = await manager.query<unknown>(sql, values);
        if (sql.includes('BIT_OR')) {
          read();
          await until;
        }
        return rows;
      };
      return new Proxy(manager, {
        get: (of, key): unknown => (key === 'query' ? query : Reflect.get(of, key)),
      });
    });
    return { isRead, goOn };
  }
  const late = (of: Database, written: Written) => () =>
    indexMatters(of.uow.writer(), indexing, [
      { position: written.position, dossier: dossierOf(written.words.join(' ')) },
    ]);

  it('waits for a posting that is written and not committed, and then packs it', async () => {
    await write([...spread('yard', 1, 100, 2), ...spread('lamp', 2, 100, 2)]);
    await newest(100);
    const writer = await another();
    const unit = await held(writer, late(writer, { position: 9, words: ['lamp', 'yard'] }));
    expect(await seal()).toMatchObject({ left: true });
    expect(await found(['yard', 'lamp'])).toEqual([]);
    await unit.commit();
    expect(await found(['yard', 'lamp'])).toEqual([9]);
    expect(await seal()).toMatchObject({ left: false });
    expect(await packedRows('lamp')).toEqual([64]);
    expect(await found(['yard', 'lamp'])).toEqual([9]);
  });

  it('lets a posting that comes while its word is packed wait, and loses none', async () => {
    await write([...spread('yard', 1, 100, 2), ...spread('lamp', 2, 100, 2)]);
    await newest(100);
    const sealing = await another();
    const sealer = new MatterSealer(sealing.uow, { ...SEALING, postings: 1_000 });
    expect(await sealer.step()).toBe('more');
    const { isRead, goOn } = stoppedAfterReading(sealing);
    const step = sealer.step();
    await isRead;
    const writer = await another();
    let through = false;
    // A place that nobody holds: only the block's own row can make it wait.
    const writing = writer.uow
      .run(late(writer, { position: 9, words: ['lamp'] }))
      .finally(() => (through = true));
    await eventually(
      () =>
        home.sql(
          "SELECT 1 FROM information_schema.PROCESSLIST WHERE DB = DATABASE() AND INFO LIKE 'SELECT token_id, members%' AND TIME_MS > 200",
        ),
      (rows) => rows.length > 0,
    );
    expect(through).toBe(false);
    goOn();
    expect(await step).toBe('more');
    await writing;
    await seal();
    expect(await packedRows('lamp')).toEqual([64]);
    expect(await found(['yard', 'lamp'])).toEqual([9]);
  });

  it('by two at once packs each block once, and the same', async () => {
    await write([...spread('yard', 1, 900, 2), ...spread('lamp', 1, 900, 3), ...spread('road', 1, 900, 5)]);
    await newest(900);
    const workers = [await another(), await another(), await another()];
    const [first] = workers;
    await Promise.all(workers.map(({ uow }) => sealMatters(uow, undefined, SEALING)));
    // Whoever found everything held went away; whoever is last leaves nothing.
    if (first !== undefined) await sealMatters(first.uow, undefined, SEALING);
    const blocks = Array.from({ length: 14 }, (_, at) => (at + 1) * SIZE);
    for (const word of ['yard', 'lamp', 'road']) expect(await packedRows(word)).toEqual(blocks);
    for (const words of [
      ['yard', 'lamp'],
      ['lamp', 'road'],
      ['yard', 'lamp', 'road'],
    ])
      expect(await found(words)).toEqual(await found(words, PLAIN));
  });

  it('cut off in the middle of a block goes on behind what was committed', async () => {
    await write(['a', 'b', 'c', 'd', 'e', 'f'].flatMap((word, at) => spread(word, 1 + at, 200, 2 + at)));
    await newest(200);
    const dies = await another();
    const sealer = new MatterSealer(dies.uow, SEALING);
    await sealer.step();
    await sealer.step();
    await expect(
      dies.uow.run(async () => {
        await sealer.step();
        throw new Error('the process dies here');
      }),
    ).rejects.toThrow('dies here');
    const [row] = await home.sql('SELECT COUNT(*) AS n FROM matter_block');
    expect(Number(row?.['n'])).toBeGreaterThan(0);
    expect(await found(['a', 'c'])).toEqual(await found(['a', 'c'], PLAIN));
    await seal();
    expect(await packedRows('a')).toEqual([64, 128, 192]);
    expect(await packedRows('f')).toEqual([64, 128, 192]);
    for (const words of [
      ['a', 'c'],
      ['b', 'e'],
      ['d', 'f'],
      ['a', 'b', 'd'],
    ])
      expect(await found(words)).toEqual(await found(words, PLAIN));
  });

  it('and correcting at random, all at once, ends with what the postings say', async () => {
    const random = seeded(7);
    const words = ['yard', 'lamp', 'road'];
    const some = (): string[] => words.filter(() => random() < 0.5);
    const holds = new Map<number, string[]>();
    for (let position = 1; position <= 600; position += 1) holds.set(position, some());
    await write([...holds].map(([position, held]) => ({ position, words: held })));
    await newest(600);
    const [sealer, writer] = [await another(), await another()];
    let writing = true;
    const sealed = (async () => {
      while (writing) await sealMatters(sealer.uow, () => writing, { ...SEALING, tokens: 1 });
    })();
    for (let n = 0; n < 150; n += 1) {
      const position = 1 + Math.floor(random() * 600);
      const next = some();
      await writer.uow.run(async () => {
        const before = dossierOf((holds.get(position) ?? []).join(' '));
        await dropFromIndex(writer.uow.writer(), indexing, { position, dossier: before });
        await indexMatters(writer.uow.writer(), indexing, [{ position, dossier: dossierOf(next.join(' ')) }]);
      });
      holds.set(position, next);
    }
    writing = false;
    await sealed;
    await seal();
    for (const asked of [['yard', 'lamp'], ['lamp', 'road'], ['yard', 'road'], words]) {
      const wanted = [...holds]
        .filter(([, held]) => asked.every((word) => held.includes(word)))
        .map(([position]) => position)
        .toSorted((a, b) => b - a);
      expect([asked, await found(asked)]).toEqual([asked, wanted]);
    }
  });
});

describe('a node', () => {
  it('seals when it starts and stops in between, and says when it could not', async () => {
    // A block of the usual size, and a word that stands in it often enough.
    await write([...spread('yard', 1, 16_384, 16), ...spread('lamp', 1, 16_384, 24)]);
    await newest(16_386);
    const said: string[] = [];
    const note = (event: string): number => said.push(event);
    const log: Log = { debug: note, info: note, warn: note, error: note, with: () => log };
    const words = new SealedWords(database.uow, log);
    words.start();
    await eventually(
      () => Promise.resolve(said),
      (events) => events.includes('words.sealed'),
    );
    await words.stop();
    expect(await packedRows('yard')).toEqual([16_384]);
    expect(await found(['yard', 'lamp'])).toHaveLength(342);
    const gone = await home.open();
    await gone.close();
    const without = new SealedWords(gone.uow, log);
    without.start();
    await without.stop();
    expect(said).toEqual(['words.sealed', 'words.not-sealed']);
  });
});

const range = (from: number, to: number): number[] =>
  Array.from({ length: from - to + 1 }, (_, at) => from - at);

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

import { AsyncLocalStorage } from 'node:async_hooks';
import { type Case, type Leg, isOpenLeg } from '#domain';
import type { CaseRow, CaseworkTx, CaseworkUnitOfWork, Document, LegRow } from '../ports.js';
import type { MatterIndexing } from '../ports/matter.js';
import { agendaStore } from './agenda-memory.js';
import { changeStore } from './changes-memory.js';
import { memoryEnclosures } from './enclosures-memory.js';
import { guardStore } from './guards-memory.js';
import { memoryIntake } from './intake-memory.js';
import { leaderStore } from './leaders-memory.js';
import { matterMemory } from './matter-memory.js';
import { emptyMemory } from './memory.js';
import { recountStore } from './recount-memory.js';
import { successionStore } from './succession-memory.js';
import { supervisionStore } from './supervision-memory.js';
import { sweepStore } from './sweep-memory.js';

/**
 * Copies maps, sets, lists and the sections that hold them; the rows in them are replaced, never changed, so they are
 * shared. Copying everything deeply made each unit of work of a long test dearer than the one before.
 */
function copyOf<T>(held: T): T;
function copyOf(held: unknown): unknown {
  if (held instanceof Map) return new Map(held);
  if (held instanceof Set) return new Set(held);
  if (Array.isArray(held)) return Array.from<unknown>(held);
  if (typeof held !== 'object' || held === null) return held;
  return Object.fromEntries(Object.entries(held).map(([name, section]) => [name, copyOf(section)]));
}

/**
 * The open units, by office. One storage for all: Node 20 asks every storage that was ever used at each promise, so
 * that one for each of a model's thousands of offices made every run slower than the one before.
 */
const open = new AsyncLocalStorage<ReadonlyMap<MemoryOffice, CaseworkTx>>();

/** A unit of work over memory: joins the open one; an error brings everything back as it was. */
export class MemoryOffice implements CaseworkUnitOfWork {
  memory = emptyMemory();

  constructor(
    private readonly node: string,
    private readonly indexing: MatterIndexing,
  ) {}

  async run<T>(work: (tx: CaseworkTx) => Promise<T>): Promise<T> {
    const around = open.getStore();
    const joined = around?.get(this);
    if (joined !== undefined) return work(joined);
    const before = copyOf(this.memory);
    try {
      const tx = this.tx();
      return await open.run(new Map(around).set(this, tx), () => work(tx));
    } catch (error) {
      this.memory = before;
      throw error;
    }
  }

  private tx(): CaseworkTx {
    return {
      expect: async () => undefined,
      intake: memoryIntake(this.memory),
      enclosures: memoryEnclosures(this.memory),
      cases: this.cases(),
      agenda: agendaStore(this.memory),
      guards: guardStore(this.memory.guards),
      successions: successionStore(this.memory.successions),
      matter: matterMemory(this.memory, this.indexing),
      leaders: leaderStore(this.memory),
      supervisions: supervisionStore(this.memory.supervision, this.memory.legs),
      legs: this.legs(),
      sweep: sweepStore(this.memory, this.node),
      changes: changeStore(this.memory),
      recounts: recountStore(this.memory),
      ...this.papers(),
      ...this.registers(),
    };
  }

  private cases(): CaseworkTx['cases'] {
    const put = (matter: Case, version: number): CaseRow => {
      const row = { matter, version };
      this.memory.cases.set(matter.id, row);
      this.memory.marks.set(`${matter.id} ${version}`, this.memory.history.length);
      return row;
    };
    return {
      load: async (id) => this.memory.cases.get(id),
      loadByOrigin: async (origin) =>
        [...this.memory.cases.values()].find((row) => row.matter.originNumber === origin),
      insert: async (matter) => put(matter, 1),
      save: async (matter) => put(matter, (this.memory.cases.get(matter.id)?.version ?? 0) + 1),
    };
  }

  private heldLegs(): readonly LegRow[] {
    return [...this.memory.legs.values()].filter(({ leg }) => leg.toNode === this.node && isOpenLeg(leg));
  }

  private legs(): CaseworkTx['legs'] {
    const put = (row: LegRow): LegRow => {
      this.memory.legs.set(row.leg.id, row);
      const mark = `${row.leg.id} ${row.version}`;
      if (!this.memory.marks.has(mark)) this.memory.marks.set(mark, this.memory.history.length);
      return row;
    };
    const known = (id: string): LegRow => {
      const row = this.memory.legs.get(id);
      if (row === undefined) throw new Error(`no leg ${id}`);
      return row;
    };
    return {
      caseOf: async (id) => this.memory.legs.get(id)?.caseId,
      load: async (id) => this.memory.legs.get(id),
      ofCase: async (caseId) => [...this.memory.legs.values()].filter((row) => row.caseId === caseId),
      insert: async (leg, caseId, deliveredAt) =>
        put({ leg, caseId, version: 1, ...(deliveredAt === undefined ? {} : { deliveredAt }) }),
      save: async (leg: Leg) => {
        const row = known(leg.id);
        return put({ ...row, leg, version: row.version + 1 });
      },
      markDelivered: async (id, deliveredAt) => void put({ ...known(id), deliveredAt }),
      markRefused: async (id, refusal) => void put({ ...known(id), refusal }),
      remove: async (id) => void this.memory.legs.delete(id),
      unitsHeld: async () => [...new Set(this.heldLegs().map(({ leg }) => leg.to))],
      openTo: async (unit) =>
        this.heldLegs()
          .filter(({ leg }) => leg.to === unit)
          .map(({ leg }) => leg.id),
    };
  }

  private papers(): Pick<
    CaseworkTx,
    'items' | 'petitioners' | 'history' | 'documents' | 'meetings' | 'competences'
  > {
    const { memory } = this;
    return {
      items: { insert: async (item) => void memory.items.push(item) },
      petitioners: {
        save: async (caseId, petitioner, secrecy) =>
          void memory.petitioners.set(caseId, { petitioner, secrecy }),
        get: async (caseId) => memory.petitioners.get(caseId),
        remove: async (caseId) => void memory.petitioners.delete(caseId),
      },
      history: {
        add: async (actions) => void memory.history.push(...actions),
        ofLeg: async (legId) => memory.history.filter((line) => line.legId === legId),
      },
      documents: {
        insert: async (document) => void memory.documents.push(document),
        latestPaper: async (legId) =>
          memory.documents.findLast((entry) => entry.legId === legId && entry.paper !== undefined),
        sealCase: async (caseId) => {
          memory.documents = memory.documents.map((entry) =>
            entry.caseId === caseId ? sealed(entry) : entry,
          );
        },
      },
      meetings: { insert: async (meeting) => void memory.meetings.push(meeting) },
      competences: {
        teach: async (entry) => void memory.competences.push(entry),
        learned: async () => memory.competences,
      },
    };
  }

  private registers(): Pick<CaseworkTx, 'numbers' | 'answers'> {
    const { memory } = this;
    return {
      numbers: {
        next: async (register, year) => {
          const key = `${register} ${year}`;
          const next = (memory.numbers.get(key) ?? 0) + 1;
          memory.numbers.set(key, next);
          return next;
        },
      },
      answers: {
        find: async (key) => memory.answers.get(key),
        save: async (key, fingerprint, answer) => void memory.answers.set(key, { fingerprint, answer }),
      },
    };
  }
}

const sealed = ({ paper: _paper, ...rest }: Document): Document => ({ ...rest, text: '' });

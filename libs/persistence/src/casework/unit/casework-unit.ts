import type { CaseworkTx, MatterIndexing, SupervisionStore } from '#casework';
import type { UnitOfWork } from '../../connection/unit-of-work.js';
import { isId } from '../../exchange/columns.js';
import type { Standing } from '../worklist-facts.js';
import { ClockRows } from './clock-rows.js';
import { HeldCases } from './held-cases.js';
import { HeldLadders } from './held-ladders.js';
import { HeldLegs } from './held-legs.js';
import { HeldPeople } from './held-people.js';
import { HistoryLog } from './history-log.js';
import { PaperRows } from './paper-rows.js';

/** The keys of what a piece of work is about. */
type About = Parameters<CaseworkTx['expect']>[0];

/**
 * What one unit of work holds of the casework: rows that were read under their lock and what is to be written of them.
 * It is written in few statements before COMMIT, or before somebody reads those tables by other means. A rollback loses
 * it: the next attempt begins with an empty one.
 */
export class CaseworkUnit {
  readonly cases: HeldCases;
  readonly legs: HeldLegs;
  readonly people: HeldPeople;
  readonly ladders: HeldLadders;
  readonly history: HistoryLog;
  readonly papers: PaperRows;
  private readonly clocks: ClockRows;
  private armed = false;

  constructor(
    private readonly uow: UnitOfWork,
    indexing: MatterIndexing,
    supervisions: SupervisionStore,
  ) {
    const changed = (): void => this.arm();
    this.clocks = new ClockRows(uow);
    this.history = new HistoryLog(uow, changed);
    this.papers = new PaperRows(uow, changed);
    this.people = new HeldPeople(uow, changed);
    this.ladders = new HeldLadders(uow, supervisions, changed);
    this.legs = new HeldLegs(uow, { clocks: this.clocks, history: this.history, changed });
    this.cases = new HeldCases(uow, indexing, {
      clocks: this.clocks,
      history: this.history,
      changed,
      made: (caseId) => {
        this.legs.caseMade(caseId);
        this.people.caseMade(caseId);
        this.ladders.caseMade(caseId);
      },
    });
  }

  /** Reads and locks in the order of locks: cases sorted, then legs. */
  async expect({ legs: named, origins }: About): Promise<void> {
    const legs = named.filter(isId);
    const ids = await this.cases.expect(await this.legs.casesOf(legs), origins);
    await this.legs.expect(ids, legs);
    await this.people.expect(ids);
    await this.ladders.expect(ids, legs);
  }

  /** A case with all its legs as the tables have them; undefined: not all of it is held, or something waits to be written. */
  standing(caseId: string): Standing | undefined {
    if (this.armed) return undefined;
    const one = this.cases.written(caseId);
    const legs = this.legs.written(caseId);
    return one === undefined || legs === undefined ? undefined : { ...one, legs };
  }

  /** Writes everything that waits; afterwards the tables say what this unit knows. */
  async flush(): Promise<void> {
    if (!this.armed) return;
    this.armed = false;
    await this.cases.write();
    await this.legs.write();
    await this.clocks.write();
    await this.papers.write();
    await this.people.write();
    await this.history.write();
    await this.ladders.write();
  }

  private arm(): void {
    if (this.armed) return;
    this.armed = true;
    this.uow.beforeCommit(() => this.flush());
  }
}

/** The holding of the open unit of work; throws outside one. */
export type CurrentUnit = () => CaseworkUnit;

export function caseworkUnits(
  uow: UnitOfWork,
  indexing: MatterIndexing,
  supervisions: SupervisionStore,
): CurrentUnit {
  const units = new WeakMap<object, CaseworkUnit>();
  return () => {
    const open = uow.current();
    if (open === undefined) throw new Error('This needs an open unit of work: call it inside uow.run().');
    const known = units.get(open);
    if (known !== undefined) return known;
    const fresh = new CaseworkUnit(uow, indexing, supervisions);
    units.set(open, fresh);
    return fresh;
  };
}

/** The same store, whose every method finds the tables as this unit knows them. */
export function afterFlush<S extends object>(store: S, current: CurrentUnit): S {
  return new Proxy(store, {
    get: (of, name) => {
      const part: unknown = Reflect.get(of, name);
      if (typeof part === 'function') {
        return async (...given: unknown[]): Promise<unknown> => {
          await current().flush();
          return Reflect.apply(part, of, given);
        };
      }
      return typeof part === 'object' && part !== null ? afterFlush(part, current) : part;
    },
  });
}

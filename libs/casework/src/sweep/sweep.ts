import { type Outcome, type Moved, deemAccepted, extensionIsOverdue, lapseExtension } from '#domain';
import type { CaseRow, CaseworkTx, LegRow } from '../ports.js';
import type { DueKind, DueLeg, SweptKind } from '../ports/sweep.js';
import type { Desk } from '../desk/desk.js';
import { systemSession } from '../desk/perform.js';
import type { Session } from '../desk/session.js';
import { recountAll, versionsText } from '../recount/recount.js';
import { climbAll } from '../supervision/climb.js';
import { isOfficeTime } from '../supervision/ladder.js';
import { sweepSuccessions } from '../succession/hand-over.js';
import { workThrough } from './work-through.js';

/** A newer calendar touches every open case: so many with every sweep, so that nothing waits for them all. */
const RECOUNTED_AT_ONCE = 1_000;
/** Each leg that moves has its own history, message and reactions: a unit of work must not hold too many cases. */
const LEGS_AT_ONCE = 50;
/** Ladders are read and written together. */
const LADDERS_AT_ONCE = 250;
/** Overdue events are rows and nothing else: many at once. */
const EVENTS_AT_ONCE = 500;
/** Old answers and receipts go a little at a time, with every sweep. */
const PURGED_AT_ONCE = 5_000;

/** What a sweep did on a legal day. */
export interface Swept {
  readonly deemedAccepted: number;
  readonly lapsedExtensions: number;
  readonly overdue: number;
  /** Open cases counted again with a newer calendar or pack. */
  readonly recounted: number;
  /** Notices given and drafts made by the ladder of reminders. */
  readonly rungs: number;
  /** Answers for repeated posts and receipts that were kept long enough. */
  readonly purged: number;
}

/** Something due could not be done; everything else was. The next sweep finds it again, so that it is told until it is mended. */
export class SweepTrouble extends AggregateError {
  override readonly name = 'SweepTrouble';
}

/**
 * What the passing of days brings about by itself: silence after the objection window counts as acceptance (视为受理),
 * a request for time that nobody decided lapses (期满未批), a clock past its end is written into the history once, for
 * ever, and the ladder of reminders climbs on working days in office hours. Lateness itself is computed.
 */
export class Sweep {
  constructor(
    private readonly desk: Desk,
    /** Days for which answers of acts and receipts are kept; undefined: for ever. */
    private readonly keptDays?: number,
  ) {}

  /**
   * Safe to run in several workers at once, and again after a crash: each takes what nobody holds.
   * @throws SweepTrouble when something due could not be done; all the rest was.
   */
  async run(): Promise<Swept> {
    const troubles: unknown[] = [];
    let due = await this.kindsDue();
    /** On most days nothing of a kind is due, and nothing more is asked. What was done may make something else due. */
    const step = async (kind: DueKind, work: () => Promise<number>): Promise<number> => {
      if (!due.has(kind)) return 0;
      const done = await work();
      due = await this.kindsDue();
      return done;
    };
    const { desk } = this;
    const swept = {
      // First: a date that a newer notice moves on is not overdue by the older one.
      recounted: await step(
        'recount',
        async () => (await recountAll(desk, troubles, RECOUNTED_AT_ONCE)).cases,
      ),
      deemedAccepted: await step('objection', () => this.legsDue('objection', troubles, this.deemAccepted)),
      lapsedExtensions: await step('extension', () =>
        this.legsDue('extension', troubles, this.lapseExtension),
      ),
      overdue: await step('lapsed', () => this.recordOverdue()),
      rungs: isOfficeTime(desk, desk.time.now())
        ? await step('ladder', () => this.climbLadders(troubles))
        : 0,
      purged: await this.purge(),
    };
    await step('succession', () => sweepSuccessions(desk));
    if (troubles.length > 0)
      throw new SweepTrouble(troubles, `${String(troubles.length)} due rows could not be swept.`);
    return swept;
  }

  /** Legs that move by themselves: each with its history, its message and its reactions. */
  private legsDue(what: SweptKind, troubles: unknown[], move: MoveDue): Promise<number> {
    const { desk } = this;
    const { uow } = desk;
    const one = async (tx: CaseworkTx, due: DueLeg): Promise<number> => {
      const session = systemSession(desk, tx);
      const opened = await session.open(due.caseId);
      const row = opened.ok ? opened.value.legs.find(({ leg }) => leg.id === due.legId) : undefined;
      return opened.ok && row !== undefined && (await move(session, row, opened.value.row)) ? 1 : 0;
    };
    return workThrough<DueLeg>(
      {
        batch: LEGS_AT_ONCE,
        some: () =>
          uow.run(async (tx) => {
            const claimed = await tx.sweep.claim(what, this.today(), LEGS_AT_ONCE);
            let done = 0;
            for (const due of claimed) done += await one(tx, due);
            return { taken: claimed.length, done };
          }),
        left: (after) => uow.run((tx) => tx.sweep.due(what, this.today(), LEGS_AT_ONCE, after?.cursor)),
        one: (due) => uow.run((tx) => one(tx, due)),
      },
      troubles,
    );
  }

  private readonly deemAccepted: MoveDue = async (session, row, { matter }) => {
    const { leg } = row;
    const window = leg.clocks.find(({ id }) => id === 'C3');
    const silent = (leg.state === 'SENT' || leg.state === 'SIGNED') && leg.acceptedOn === undefined;
    // Looked at again under the lock: another worker, or the unit itself, may have been quicker.
    if (leg.toNode !== session.self || !silent || window?.metOn !== undefined) return false;
    if (window === undefined || window.effective >= session.today) return false;
    return saved(session, row, deemAccepted(leg, await session.receivingContext(leg, matter)));
  };

  /** 期满未批: the limit ended while a request lay undecided; the delay is the approver's (L1 43, 44). */
  private readonly lapseExtension: MoveDue = async (session, row, { matter }) => {
    const { leg, caseId } = row;
    const deciding = leg.pendingExtension?.of === 'C4' ? leg.toNode : leg.fromNode;
    if (leg.state !== 'EXTENSION_PENDING' || deciding !== session.self) return false;
    if (!extensionIsOverdue(leg, session.today)) return false;
    const end = deciding === leg.fromNode ? 'sender' : 'receiver';
    if (!(await saved(session, row, lapseExtension(leg, session.legContext(leg, matter, end))))) return false;
    await session.note(
      caseId,
      'extension-undecided',
      '信访工作条例43',
      '延期申请期满未批，责任在审批单位',
      leg.id,
    );
    return true;
  };

  private climbLadders(troubles: unknown[]): Promise<number> {
    const { uow } = this.desk;
    const climb = (tx: CaseworkTx, due: readonly DueLeg[]): Promise<number> =>
      climbAll(systemSession(this.desk, tx), due);
    return workThrough<DueLeg>(
      {
        batch: LADDERS_AT_ONCE,
        some: () =>
          uow.run(async (tx) => {
            const claimed = await tx.sweep.claim('ladder', this.today(), LADDERS_AT_ONCE);
            const fired = await climb(tx, claimed);
            // Each claimed ladder is planned anew, so none is taken twice, whether a rung was fired or not.
            return { taken: claimed.length, done: Math.max(fired, claimed.length) };
          }),
        left: (after) =>
          uow.run((tx) => tx.sweep.due('ladder', this.today(), LADDERS_AT_ONCE, after?.cursor)),
        one: (due) =>
          uow.run(async (tx) => {
            await tx.cases.load(due.caseId);
            return climb(tx, [due]);
          }),
      },
      troubles,
    );
  }

  /** First with other workers, then what they or an act still hold. */
  private async recordOverdue(): Promise<number> {
    let recorded = 0;
    for (const which of ['free', 'every'] as const) {
      for (;;) {
        // Whoever waits takes one at a time: it holds nothing that another may wait for.
        const limit = which === 'free' ? EVENTS_AT_ONCE : 1;
        const done = await this.desk.uow.run(async (tx) => this.overdueOf(tx, limit, which));
        recorded += done;
        if (done < limit) break;
      }
    }
    return recorded;
  }

  private async overdueOf(tx: CaseworkTx, limit: number, which: 'free' | 'every'): Promise<number> {
    const session = systemSession(this.desk, tx);
    const { today: on, at, actor: by } = session;
    const lapsed = await tx.sweep.lapsed(on, limit, which);
    if (lapsed.length === 0) return 0;
    await tx.sweep.recordLapsed(lapsed, on);
    await tx.history.add(
      lapsed.map(({ subject, subjectId, caseId, clock }) => ({
        ...{ caseId, on, at, by },
        ...(subject === 'leg' ? { legId: subjectId } : {}),
        act: 'overdue',
        basis: clock.article,
        text: `${clock.id} 已逾期，期限 ${clock.effective}`,
      })),
    );
    return lapsed.length;
  }

  private async purge(): Promise<number> {
    const { keptDays } = this;
    if (keptDays === undefined) return 0;
    return this.desk.uow.run((tx) => tx.sweep.purge(keptDays, this.desk.time.now(), PURGED_AT_ONCE));
  }

  private kindsDue(): Promise<ReadonlySet<DueKind>> {
    return this.desk.uow.run((tx) => tx.sweep.kindsDue(this.today(), versionsText(this.desk)));
  }

  private today() {
    return this.desk.legalDay(this.desk.time.now());
  }
}

/** Moves a leg of which something is due; false: it is due no more, or may not move. */
type MoveDue = (session: Session, row: LegRow, matter: CaseRow) => Promise<boolean>;

async function saved(session: Session, row: LegRow, moved: Outcome<Moved>): Promise<boolean> {
  if (!moved.ok) return false;
  await session.recordLeg(row, moved.value);
  return true;
}

import { deemAccepted, extensionIsOverdue, lapseExtension } from '#domain';
import type { Desk } from '../desk/desk.js';
import { systemSession } from '../desk/perform.js';
import { sweepLadders } from './ladder-sweep.js';

/** One unit of work takes at most this many rows, so that a node that was down for days catches up in steps. */
const BATCH = 50;
/** More requests for time than this are not looked at in one sweep; the next one goes on. */
const PENDING = 500;

/** What a sweep did on a legal day. */
export interface Swept {
  readonly deemedAccepted: number;
  readonly lapsedExtensions: number;
  readonly overdue: number;
  /** Notices given and drafts made by the ladder of reminders. */
  readonly rungs: number;
}

/**
 * What the passing of days brings about by itself: silence after the objection window counts as acceptance
 * (视为受理), and a clock past its end is written into the history once, for ever. Lateness itself is computed.
 */
export class Sweep {
  constructor(private readonly desk: Desk) {}

  async run(): Promise<Swept> {
    return {
      deemedAccepted: await this.untilDone((limit) => this.deemAccepted(limit)),
      lapsedExtensions: await this.lapseExtensions(),
      overdue: await this.untilDone((limit) => this.recordOverdue(limit)),
      rungs: await sweepLadders(this.desk),
    };
  }

  private async untilDone(step: (limit: number) => Promise<number>): Promise<number> {
    let done = 0;
    for (;;) {
      const now = await step(BATCH);
      done += now;
      if (now < BATCH) return done;
    }
  }

  private deemAccepted(limit: number): Promise<number> {
    return this.desk.uow.run(async (tx) => {
      const session = systemSession(this.desk, tx);
      let done = 0;
      for (const row of await tx.legs.pastObjection(session.today, limit)) {
        const matter = await tx.cases.load(row.caseId);
        if (matter === undefined) continue;
        const moved = deemAccepted(row.leg, await session.receivingContext(row.leg, matter.matter));
        if (!moved.ok) continue;
        await session.recordLeg(row, moved.value);
        done += 1;
      }
      // Only what moved counts: a row that cannot move must not make the sweep run for ever.
      return done;
    });
  }

  /** 期满未批: the limit ended while a request lay undecided; the delay is the approver's (L1 43, 44). */
  private lapseExtensions(): Promise<number> {
    return this.desk.uow.run(async (tx) => {
      const session = systemSession(this.desk, tx);
      let lapsed = 0;
      for (const { leg, caseId } of await tx.legs.extensionsPending(PENDING)) {
        const deciding = leg.pendingExtension?.of === 'C4' ? leg.toNode : leg.fromNode;
        if (deciding !== session.self || !extensionIsOverdue(leg, session.today)) continue;
        const opened = await session.open(caseId);
        const row = opened.ok ? opened.value.legs.find((entry) => entry.leg.id === leg.id) : undefined;
        if (!opened.ok || row === undefined) continue;
        const end = deciding === row.leg.fromNode ? 'sender' : 'receiver';
        const moved = lapseExtension(row.leg, session.legContext(row.leg, opened.value.row.matter, end));
        if (!moved.ok) continue;
        await session.recordLeg(row, moved.value);
        await session.note(
          caseId,
          'extension-undecided',
          '信访工作条例43',
          '延期申请期满未批，责任在审批单位',
          leg.id,
        );
        lapsed += 1;
      }
      return lapsed;
    });
  }

  private recordOverdue(limit: number): Promise<number> {
    return this.desk.uow.run(async (tx) => {
      const session = systemSession(this.desk, tx);
      const lapsed = await tx.overdue.lapsed(session.today, limit);
      for (const entry of lapsed) {
        if (!(await tx.overdue.record(entry, session.today))) continue;
        const { clock } = entry;
        const legId = entry.subject === 'leg' ? entry.subjectId : undefined;
        await session.note(
          entry.caseId,
          'overdue',
          clock.article,
          `${clock.id} 已逾期，期限 ${clock.effective}`,
          legId,
        );
      }
      return lapsed.length;
    });
  }
}

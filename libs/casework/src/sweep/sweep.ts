import { deemAccepted } from '#domain';
import type { Desk } from '../desk/desk.js';
import { systemSession } from '../desk/perform.js';

/** One unit of work takes at most this many rows, so that a node that was down for days catches up in steps. */
const BATCH = 50;

/** What a sweep did on a legal day. */
export interface Swept {
  readonly deemedAccepted: number;
  readonly overdue: number;
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
      overdue: await this.untilDone((limit) => this.recordOverdue(limit)),
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
      const due = await tx.legs.pastObjection(session.today, limit);
      for (const row of due) {
        const matter = await tx.cases.load(row.caseId);
        if (matter === undefined) continue;
        const moved = deemAccepted(row.leg, await session.receivingContext(row.leg, matter.matter));
        if (moved.ok) await session.recordLeg(row, moved.value);
      }
      return due.length;
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

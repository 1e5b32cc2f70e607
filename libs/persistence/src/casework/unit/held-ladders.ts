import type { LadderEvent, LadderPlan, SupervisionStore } from '#casework';
import type { Urgency } from '#domain';
import type { UnitOfWork } from '../../connection/unit-of-work.js';
import { byBytes, idBytes, idText } from '../../exchange/columns.js';
import { EVENT_COLUMNS, ladderEvent, type EventColumns } from '../ladder-event.js';

/** What a ladder stands on: read for many legs at once, and planned for many at once. */
export class HeldLadders {
  private readonly fired = new Map<string, readonly LadderEvent[]>();
  private readonly urgencies = new Map<string, Urgency>();
  private plans = new Map<string, LadderPlan>();

  constructor(
    private readonly uow: UnitOfWork,
    /** Writes at once. */
    private readonly rows: Pick<SupervisionStore, 'planLadders'>,
    private readonly changed: () => void,
  ) {}

  caseMade(caseId: string): void {
    this.urgencies.set(caseId, 'normal');
  }

  async expect(caseIds: readonly string[], legIds: readonly string[]): Promise<void> {
    const cases = caseIds.filter((id) => !this.urgencies.has(id));
    const legs = legIds.filter((id) => !this.fired.has(id));
    if (cases.length > 0) await this.readUrgencies(cases);
    if (legs.length > 0) await this.readFired(legs);
  }

  plan(plans: readonly LadderPlan[]): void {
    if (plans.length === 0) return;
    for (const plan of plans) this.plans.set(plan.legId, plan);
    this.changed();
  }

  async firedOf(legId: string): Promise<readonly LadderEvent[]> {
    if (!this.fired.has(legId)) await this.readFired([legId]);
    return this.fired.get(legId) ?? [];
  }

  /** Something was fired, or changed its state: it is read again. */
  forget(legId: string): void {
    this.fired.delete(legId);
  }

  async urgencyOf(caseId: string): Promise<Urgency> {
    if (!this.urgencies.has(caseId)) await this.readUrgencies([caseId]);
    return this.urgencies.get(caseId) ?? 'normal';
  }

  setUrgency(caseId: string, urgency: Urgency): void {
    this.urgencies.set(caseId, urgency);
  }

  async write(): Promise<void> {
    const { plans } = this;
    this.plans = new Map();
    if (plans.size > 0) await this.rows.planLadders([...plans.values()]);
  }

  private async readFired(legIds: readonly string[]): Promise<void> {
    const events = await this.uow
      .writer()
      .query<readonly EventColumns[]>(
        `SELECT ${EVENT_COLUMNS} FROM casework_ladder_event e WHERE e.leg_id IN (?) ORDER BY e.position`,
        [legIds.map(idBytes).sort(byBytes)],
      );
    const found = new Map<string, LadderEvent[]>(legIds.map((id) => [id, []]));
    for (const event of events.map(ladderEvent)) found.get(event.legId)?.push(event);
    for (const [id, list] of found) this.fired.set(id, list);
  }

  private async readUrgencies(caseIds: readonly string[]): Promise<void> {
    const rows = await this.uow
      .writer()
      .query<readonly { readonly case_id: Buffer; readonly urgency: Urgency }[]>(
        'SELECT case_id, urgency FROM casework_urgency WHERE case_id IN (?)',
        [caseIds.map(idBytes).sort(byBytes)],
      );
    for (const id of caseIds) this.urgencies.set(id, 'normal');
    for (const { case_id: caseId, urgency } of rows) this.urgencies.set(idText(caseId), urgency);
  }
}

import type { DraftBody, DraftView } from '#contract';
import { type Outcome, type Role, accepted, refuse } from '#domain';
import type { Desk } from '../desk/desk.js';
import type { Draft, IntakeReads } from '../ports/intake.js';

/** Who may register, and so may keep a draft. */
const WHO = ['registrar', 'dispatcher', 'head', 'leader'] as const satisfies readonly Role[];

type Post = DraftBody['actor'];

/** Registrations that are not finished. Each belongs to one post of one unit; no other sees it. */
export class Drafts {
  constructor(
    private readonly desk: Desk,
    private readonly reads: Pick<IntakeReads, 'drafts'>,
  ) {}

  async save({ actor: as, id, body }: DraftBody): Promise<Outcome<DraftView>> {
    const actor = this.desk.office.actor(as, WHO);
    if (!actor.ok) return actor;
    const { unit, user } = actor.value;
    const savedAt = this.desk.time.now().toISOString();
    const draft: Draft = { id: id ?? this.desk.newId(), unit, user, body, savedAt };
    const saved = await this.desk.uow.run((tx) => tx.intake.saveDraft(draft));
    return saved ? accepted({ id: draft.id, savedAt, body }) : refuse('unknown-draft');
  }

  async list(as: Post): Promise<Outcome<readonly DraftView[]>> {
    const actor = this.desk.office.actor(as, WHO);
    if (!actor.ok) return actor;
    const drafts = await this.reads.drafts(actor.value.unit, actor.value.user);
    return accepted(drafts.map(({ id, savedAt, body }) => ({ id, savedAt, body: asRecord(body) })));
  }

  async discard(id: string, as: Post): Promise<Outcome<{ readonly id: string }>> {
    const actor = this.desk.office.actor(as, WHO);
    if (!actor.ok) return actor;
    const { unit, user } = actor.value;
    const removed = await this.desk.uow.run((tx) => tx.intake.removeDraft(id, unit, user));
    return removed ? accepted({ id }) : refuse('unknown-draft');
  }
}

const asRecord = (body: unknown): Record<string, unknown> =>
  typeof body === 'object' && body !== null ? { ...body } : {};

import type { ActAnswer, ActBody } from '#contract';
import { type Outcome, giveBack, isLocalLeg, refuse } from '#domain';
import { answer } from '../desk/perform.js';
import type { Session } from '../desk/session.js';

/**
 * 撤回: the sender asks, the receiver decides. Where an acceptance is on its way already, the request comes too late
 * and is refused there; so acts that cross on the wire end alike at both ends.
 */
export async function recall(
  session: Session,
  id: string,
  body: ActBody<'recall'>,
): Promise<Outcome<ActAnswer>> {
  const caseId = await session.tx.legs.caseOf(id);
  if (caseId === undefined) return refuse('unknown-leg');
  const opened = await session.open(caseId);
  if (!opened.ok) return opened;
  const row = opened.value.legs.find((entry) => entry.leg.id === id);
  if (row === undefined) return refuse('unknown-leg');
  if (row.version !== body.version) {
    return refuse('stale-version', { seen: String(body.version), now: String(row.version) });
  }
  const { leg } = row;
  if (leg.fromNode !== session.self) return refuse('not-the-deciding-end', { end: 'receiver' });
  if (leg.from !== session.actor.unit) return refuse('not-your-unit', { unit: leg.from });
  if (leg.state !== 'SENT' && leg.state !== 'SIGNED') return refuse('already-accepted', { state: leg.state });
  await session.note(caseId, 'recall-asked', '[I]', `请求撤回：${body.reason}`, id);
  if (isLocalLeg(leg)) {
    const system = session.asSystem();
    const given = giveBack(leg, body.reason, system.legContext(leg, opened.value.row.matter, 'receiver'));
    if (!given.ok) return given;
    await system.recordLeg(row, given.value);
  } else {
    await session.desk.outbox.put([
      {
        dest: leg.toNode,
        type: 'huiyin.leg.recall-asked.v1',
        stream: { kind: 'leg', id },
        subject: leg.originNumber,
        bodyKey: leg.originNumber,
        time: session.now,
        data: { legId: id, on: session.today, by: session.actor, reason: body.reason },
      },
    ]);
  }
  return answer(session, caseId, id);
}

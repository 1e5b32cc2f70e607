import { giveBack, heldBefore } from '#domain';
import { type InboundUseCase, applied, quarantined } from './inbound.js';
import { legOf } from './leg-messages.js';
import { readRecallAsked, readRecallRefused } from './read.js';

/** The sender wants the leg back: given while nothing was accepted, otherwise refused with the state it is in. */
export const receiveRecallAsked: InboundUseCase = async (session, message) => {
  const read = readRecallAsked(message.data);
  if (!read.ok) return quarantined('malformed', read.where);
  const { legId, reason } = read.value;
  const row = await legOf(session, message, legId);
  if (row === undefined || row.leg.fromNode !== message.source) return quarantined('leg-of-another-stream');
  const matter = await session.tx.cases.load(row.caseId);
  if (matter === undefined) return quarantined('unknown-case');
  await session.note(row.caseId, 'recall-asked', '[I]', `对方请求撤回：${reason}`, legId);
  // Given up to another holder already: that one is asked, and this one decides nothing any more.
  if (row.leg.toNode !== session.self) return applied;
  const given = giveBack(row.leg, reason, session.legContext(row.leg, matter.matter, 'receiver'));
  if (given.ok) {
    await session.recordLeg(row, given.value);
    return applied;
  }
  await session.desk.outbox.put([
    {
      dest: row.leg.fromNode,
      type: 'huiyin.leg.recall-refused.v1',
      stream: { kind: 'leg', id: legId },
      subject: row.leg.originNumber,
      bodyKey: row.leg.originNumber,
      time: session.now,
      data: { legId, on: session.today, state: row.leg.state },
    },
  ]);
  return applied;
};

/** 撤回未成: it was accepted already; the leg goes on as it was. */
export const receiveRecallRefused: InboundUseCase = async (session, message) => {
  const read = readRecallRefused(message.data);
  if (!read.ok) return quarantined('malformed', read.where);
  const row = await legOf(session, message, read.value.legId);
  if (row === undefined) return quarantined('leg-of-another-stream');
  if (row.leg.toNode !== message.source && !heldBefore(row.leg, message.source))
    return quarantined('leg-of-another-stream');
  await session.note(
    row.caseId,
    'recall-refused',
    '[I]',
    `对方已受理（${read.value.state}），未能撤回`,
    row.leg.id,
  );
  return applied;
};

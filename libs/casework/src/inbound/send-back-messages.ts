import { sendBackAsked, sendBackRefused } from '#contract';
import { type LocalDate, LEG_STATE_CODES, type LegState } from '#domain';
import { openAgain } from '../acts/send-back.js';
import { tellOn } from '../succession/move.js';
import { type InboundUseCase, applied, quarantined } from './inbound.js';
import { legOf } from './leg-messages.js';
import { guard, read } from './read.js';

interface Asked {
  readonly legId: string;
  readonly verdict: 'supplement' | 'redo';
  readonly remarks: readonly string[];
  readonly notAfter?: LocalDate;
}

/** The tier above was sent back to: what it had passed is in hand again here, unless the answer is served already. */
export const receiveSendBackAsked: InboundUseCase = async (session, message) => {
  const given = read(sendBackAsked, message.data, guard<Asked>(sendBackAsked));
  if (!given.ok) return quarantined('malformed', given.where);
  const { legId, verdict, remarks, notAfter } = given.value;
  const row = await legOf(session, message, legId);
  if (row === undefined || row.leg.fromNode !== message.source) return quarantined('leg-of-another-stream');
  // Gone over to another holder meanwhile: that one is asked.
  if (row.leg.toNode !== session.self) return applied;
  const matter = await session.tx.cases.load(row.caseId);
  const mine = row.leg.answeredBy === 'handler' && matter !== undefined;
  const done = mine
    ? await openAgain(session, row, matter.matter, { verdict, remarks, notAfter })
    : undefined;
  if (done?.ok === true) return applied;
  const answer = { on: session.today, state: row.leg.state };
  await tellOn(session, row.leg, message.source, 'huiyin.leg.send-back-refused.v1', answer);
  return applied;
};

/** 未能退回: the answer had gone out. The office sends the matter out again instead. */
export const receiveSendBackRefused: InboundUseCase = async (session, message) => {
  const given = read(
    sendBackRefused,
    message.data,
    guard<{ legId: string; state: LegState }>(sendBackRefused),
  );
  if (!given.ok) return quarantined('malformed', given.where);
  const row = await legOf(session, message, given.value.legId);
  if (row?.leg.toNode !== message.source) return quarantined('leg-of-another-stream');
  const state = LEG_STATE_CODES[given.value.state];
  const text = `下级已送达答复（${state}），未能退回；可另行交办`;
  await session.note(row.caseId, 'send-back-refused', '信访工作条例28', text, row.leg.id);
  return applied;
};

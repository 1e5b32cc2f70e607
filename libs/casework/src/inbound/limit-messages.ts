import { limitShortened, revocationAsked, revocationRefused } from '#contract';
import { type Actor, type LocalDate, isOpenLeg, revokeExtension } from '#domain';
import { tell } from '../supervision/issue.js';
import { type InboundUseCase, applied, quarantined } from './inbound.js';
import { legOf } from './leg-messages.js';
import { guard, read } from './read.js';

interface Shortened {
  readonly legId: string;
  readonly fits: LocalDate;
  readonly ends: LocalDate;
  readonly on: LocalDate;
}

/** 上级期限缩短: shown beside the limit here, which stays; a later word takes the place of an earlier one. */
export const receiveLimitShortened: InboundUseCase = async (session, message) => {
  const said = read(limitShortened, message.data, guard<Shortened>(limitShortened));
  if (!said.ok) return quarantined('malformed', said.where);
  const { legId, fits, on } = said.value;
  const row = await legOf(session, message, legId);
  if (row === undefined || row.leg.fromNode !== message.source) return quarantined('leg-of-another-stream');
  // It crossed a report or a return: nothing runs here any more.
  if (!isOpenLeg(row.leg)) return applied;
  await session.tx.legs.save({ ...row.leg, limitWarning: { on, fits } });
  const text = `上级期限缩短：本件宜于${fits}前报结；原期限不变`;
  await session.note(row.caseId, 'limit-shortened', '信访工作条例34', text, legId);
  return applied;
};

interface Asked {
  readonly legId: string;
  readonly of: 'C4' | "C4'";
  readonly by: Actor;
  readonly reason: string;
}

/** The assigner takes its approval back: done while the limit still runs here, otherwise refused with the reason. */
export const receiveRevocationAsked: InboundUseCase = async (session, message) => {
  const asked = read(revocationAsked, message.data, guard<Asked>(revocationAsked));
  if (!asked.ok) return quarantined('malformed', asked.where);
  const { legId, of, reason } = asked.value;
  const row = await legOf(session, message, legId);
  if (row === undefined || row.leg.fromNode !== message.source) return quarantined('leg-of-another-stream');
  // The legal limit is the handling unit's own: no sender takes its extension back.
  if (of === 'C4') return quarantined('not-the-deciding-end', of);
  const matter = await session.tx.cases.load(row.caseId);
  if (matter === undefined) return quarantined('unknown-case');
  await session.note(row.caseId, 'revocation-asked', '信访工作条例34', `对方撤销延期批准：${reason}`, legId);
  const context = session.legContext(row.leg, matter.matter, 'receiver');
  const revoked = revokeExtension(row.leg, { of, reason }, context);
  if (revoked.ok) await session.recordLeg(row, revoked.value);
  else
    await tell(session, row.leg, row.leg.fromNode, 'huiyin.leg.revocation-refused.v1', {
      on: session.today,
      why: revoked.slug,
    });
  return applied;
};

/** It came too late there; the extension stands at both ends. */
export const receiveRevocationRefused: InboundUseCase = async (session, message) => {
  const refused = read(
    revocationRefused,
    message.data,
    guard<{ readonly legId: string; readonly why: string }>(revocationRefused),
  );
  if (!refused.ok) return quarantined('malformed', refused.where);
  const { legId, why } = refused.value;
  const row = await legOf(session, message, legId);
  if (row === undefined || row.leg.toNode !== message.source) return quarantined('leg-of-another-stream');
  const text = `未能撤销延期批准（${why}），延期仍有效`;
  await session.note(row.caseId, 'revocation-refused', '信访工作条例34', text, legId);
  return applied;
};

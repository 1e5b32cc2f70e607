import { type Leg, admitLegEvent, heldBefore } from '#domain';
import type { InboundMessage } from '#exchange';
import type { LegRow } from '../ports.js';
import type { Session } from '../desk/session.js';
import { type InboundUseCase, applied, quarantined } from './inbound.js';
import { readIdentity, readLegEvent, readSealed } from './read.js';

/** Who the petitioner is: on the leg's stream, after the leg, only where the handling needs it. */
export const receiveIdentity: InboundUseCase = async (session, message) => {
  const read = readIdentity(message.data);
  if (!read.ok) return quarantined('malformed', read.where);
  const row = await legOf(session, message, read.value.legId);
  if (row === undefined || row.leg.fromNode !== message.source) return quarantined('leg-of-another-stream');
  const { petitioner, others } = read.value;
  // Secrecy that was asked for here is not undone by a further leg (guard 2).
  const known = await session.tx.petitioners.get(row.caseId);
  const people = { ...petitioner, ...(others === undefined ? {} : { others }) };
  await session.tx.petitioners.save(row.caseId, people, known?.secrecy === true);
  await session.note(row.caseId, 'identity-received', '信访工作条例28', '收到信访人基本情况', row.leg.id);
  return applied;
};

/** After a return or a recall the receiver sealed its copy. */
export const receiveSealed: InboundUseCase = async (session, message) => {
  const read = readSealed(message.data);
  if (!read.ok) return quarantined('malformed', read.where);
  const row = await legOf(session, message, read.value.legId);
  if (row === undefined || row.leg.toNode !== message.source) return quarantined('leg-of-another-stream');
  const there = session.desk.office.unit(message.source)?.zh ?? message.source;
  await session.note(row.caseId, 'sealed-there', '信访工作条例23(3)', `${there}已封存退回材料`, row.leg.id);
  return applied;
};

/** One event of a leg that the other end decided; the state table judges it again here. */
export const receiveLegEvent: InboundUseCase = async (session, message) => {
  const read = readLegEvent(message.type, message.data);
  if (!read.ok) return quarantined('malformed', read.where);
  const { legId, event } = read.value;
  const row = await legOf(session, message, legId);
  if (row === undefined) return quarantined('leg-of-another-stream');
  // What a former holder still did came too late: the leg was with its successor already (L1 24(2)).
  if (endOf(row.leg, message.source) === undefined && heldBefore(row.leg, message.source)) {
    const text = `原承办单位在移交后送到的 ${event.type} 不再生效`;
    await session.note(row.caseId, 'late-from-former-holder', '信访工作条例24(2)', text, legId);
    return applied;
  }
  const from = endOf(row.leg, message.source);
  if (from === undefined || !speaksFor(session, row.leg, from, event.by.unit))
    return quarantined('leg-of-another-sender');
  const next = admitLegEvent(row.leg, event, from);
  if (!next.ok) return quarantined(next.slug, `${row.leg.state} ${event.type}`);
  await session.admitLeg(row, next.value, event);
  return applied;
};

/** The leg of the message's own stream, its case locked first. */
export async function legOf(
  session: Session,
  message: InboundMessage,
  legId: string,
): Promise<LegRow | undefined> {
  if (legId !== message.stream.id) return undefined;
  const caseId = await session.tx.legs.caseOf(legId);
  if (caseId === undefined) return undefined;
  const opened = await session.open(caseId);
  return opened.ok ? opened.value.legs.find((row) => row.leg.id === legId) : undefined;
}

function endOf(leg: Leg, source: string): 'sender' | 'receiver' | undefined {
  if (source === leg.fromNode) return 'sender';
  return source === leg.toNode ? 'receiver' : undefined;
}

/** The acting unit is the leg's unit at that end, or the node that keeps it. */
function speaksFor(session: Session, leg: Leg, end: 'sender' | 'receiver', unit: string): boolean {
  const [node, of] = end === 'sender' ? [leg.fromNode, leg.from] : [leg.toNode, leg.to];
  return unit === of || session.desk.office.unit(unit)?.node === node;
}

import { type InboundUseCase, applied, quarantined } from './inbound.js';
import { readMinutes } from './read.js';

/** 会议纪要 as a party receives it; the legs that it makes come on streams of their own. */
export const receiveMinutes: InboundUseCase = async (session, message) => {
  const read = readMinutes(message.data);
  if (!read.ok) return quarantined('malformed', read.where);
  const { meetingId: id, decides, ...minutes } = read.value;
  const convener = session.desk.office.unit(minutes.convenedBy);
  if (id !== message.stream.id || convener?.node !== message.source)
    return quarantined('minutes-of-another-convener');
  const { originNumber, number, kind, convenedBy, heldOn, parties } = minutes;
  const matter = await session.tx.cases.loadByOrigin(originNumber);
  await session.tx.meetings.insert({
    id,
    originNumber,
    number,
    kind,
    convenedBy,
    heldOn,
    parties,
    lead: decides.lead,
    co: decides.co,
    ...(matter === undefined ? {} : { caseId: matter.matter.id }),
  });
  return applied;
};

import { successionOffered, successionSigned } from '#contract';
import { isOpenLeg } from '#domain';
import { SUCCESSION } from '../desk/successor.js';
import { legOf } from '../inbound/leg-messages.js';
import { guard, read } from '../inbound/read.js';
import { type Offered, receiveSuccessionOffered, type Signed } from '../inbound/succession-messages.js';
import { asItCame, done, notYet, type Rebuilder, type Rebuilders } from './rebuilder.js';
import { wentOver } from './went-over.js';

/*
 * 承继移交 after a recovery: who signed so far. Whether and when the leg went over is never decided again: that is said by
 * messages of its own (moves.ts), and where both have signed and nothing was said yet, the next sweep carries it out.
 */

/** A first signature that this office had given, or passed on to the successor. */
const offered: Rebuilder = async (session, message) => {
  const given = read(successionOffered, message.data, guard<Offered>(successionOffered));
  if (!given.ok) return notYet(`malformed ${given.where}`);
  const { by: offeredBy, ...offer } = given.value;
  const row = await legOf(session, message, offer.legId);
  if (row === undefined) return notYet('leg-not-back');
  const waits = isOpenLeg(row.leg) && row.leg.to === offer.from;
  if (!waits || (await session.tx.successions.get(offer.legId)) !== undefined) return done;
  await session.tx.successions.save({ ...offer, offeredBy });
  const to = session.desk.office.unit(offer.to)?.zh ?? offer.to;
  const text = `恢复：已提出向承继单位${to}移交，依据${offer.basis}`;
  await session.note(row.caseId, 'rebuilt.succession-offered', SUCCESSION, text, row.leg.id);
  return done;
};

/** The same as it had come in; passing it on is a message of its own. */
const wasOffered: Rebuilder = async (session, message) => {
  const row = await legOf(session, message, message.stream.id);
  if (row !== undefined && wentOver(session, row.leg, message)) return done;
  return asItCame(receiveSuccessionOffered)(session, message);
};

/** The second signature, at the successor that had given it. The office between the two only passed it on. */
const signed: Rebuilder = async (session, message) => {
  const given = read(successionSigned, message.data, guard<Signed>(successionSigned));
  if (!given.ok) return notYet(`malformed ${given.where}`);
  const { legId, on, by, agreed } = given.value;
  if ((await session.tx.legs.caseOf(legId)) !== undefined) return done;
  const succession = await session.tx.successions.get(legId);
  if (succession === undefined) return notYet('succession-not-back');
  if (agreed) await session.tx.successions.save({ ...succession, signed: { on, by } });
  else await session.tx.successions.remove(legId);
  return done;
};

/** The second signature on its way back, at the office that sent the leg and at the predecessor. */
const wasSigned: Rebuilder = async (session, message) => {
  const given = read(successionSigned, message.data, guard<Signed>(successionSigned));
  if (!given.ok) return notYet(`malformed ${given.where}`);
  const { legId, on, by, agreed, reason = '' } = given.value;
  const row = await legOf(session, message, legId);
  if (row === undefined) return notYet('leg-not-back');
  const succession = await session.tx.successions.get(legId);
  // it went over since, by this signature
  if (succession === undefined) return row.leg.formerly === undefined ? notYet('succession-not-back') : done;
  const name = session.desk.office.unit(succession.to)?.zh ?? succession.to;
  const text = agreed ? `恢复：${name}已会签同意接收` : `恢复：${name}不同意接收：${reason}`;
  await session.note(row.caseId, 'rebuilt.succession-signed', SUCCESSION, text, legId);
  if (agreed) await session.tx.successions.save({ ...succession, signed: { on, by } });
  else await session.tx.successions.remove(legId);
  return done;
};

export const offeredAgain: Rebuilders = { own: offered, theirs: wasOffered };
export const signedAgain: Rebuilders = { own: signed, theirs: wasSigned };

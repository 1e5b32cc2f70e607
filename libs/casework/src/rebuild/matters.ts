import type { InboundMessage } from '#exchange';
import type { Session } from '../desk/session.js';
import { receiveAnswered } from '../inbound/matter-messages.js';
import { readMatterAnswered, readMatterAsked } from '../inbound/read-matter.js';
import { asItCame, done, notYet, type Rebuilder, type Rebuilders } from './rebuilder.js';

/*
 * 一信多投 after a recovery: who asked whom, and what was answered. Nobody is asked and nothing is looked up again: what
 * was found then is in the answer, and what was withheld looks like nothing found, here too.
 */

/** A question that this office had put about a case of its own, or passed on for another office. */
const put: Rebuilder = async (session, message) => {
  const read = readMatterAsked(message.data);
  if (!read.ok) return notYet(`malformed ${read.where}`);
  const { askId: id, originNumber, onBehalfOf } = read.value;
  if (onBehalfOf !== undefined) return done;
  const row = await session.tx.cases.loadByOrigin(originNumber);
  if (row === undefined) return notYet('case-not-back');
  const { across } = session.tx.matter;
  const known = await across.question(id);
  const offices = known?.offices ?? [];
  if (offices.includes(message.dest)) return done;
  const { id: caseId } = row.matter;
  await across.asking({ id, caseId, on: known?.on ?? session.today, offices: [...offices, message.dest] });
  const asked = session.desk.office.unit(message.dest)?.zh ?? message.dest;
  await session.note(caseId, 'rebuilt.asked-elsewhere', '信访工作条例19(3)', `恢复：曾向 ${asked} 查询`);
  return done;
};

/** A question that was put to this office. Until its answer is back, it counts as one that got none. */
const wasPut: Rebuilder = async (session, message) => {
  const read = readMatterAsked(message.data);
  if (!read.ok) return notYet(`malformed ${read.where}`);
  const { askId: id, originNumber, onBehalfOf: by = message.source } = read.value;
  const ask = { id, by, via: message.source, originNumber, on: session.today };
  await session.tx.matter.across.asked({ ...ask, outcome: 'too-often' });
  return done;
};

/** What this office had answered, for itself; what it handed on for another one left nothing here. */
const answered: Rebuilder = async (session, message) => {
  const read = readMatterAnswered(message.data);
  if (!read.ok) return notYet(`malformed ${read.where}`);
  const { askId, matches } = read.value;
  const { across } = session.tx.matter;
  const ask = await across.ask(askId);
  if (ask === undefined) return notYet('question-not-back');
  if (ask.outcome !== 'too-often' || matches.some(({ office }) => office !== session.self)) return done;
  await across.settle(askId, matches.length > 0 ? 'answered' : 'nothing');
  return done;
};

/** What was answered to this office: kept with the case; on behalf of another office it was handed on then. */
const wasAnswered: Rebuilder = async (session, message) => {
  const read = readMatterAnswered(message.data);
  if (!read.ok) return notYet(`malformed ${read.where}`);
  if ((await session.tx.matter.across.question(read.value.askId)) !== undefined)
    return asItCame(receiveAnswered)(session, message);
  return isOwn(session, message) ? notYet('question-not-back') : done;
};

/** Only an item of one's own register is asked about. */
const isOwn = (session: Session, { subject }: InboundMessage): boolean =>
  subject.startsWith(`${session.desk.office.code}-`);

export const askedAgain: Rebuilders = { own: put, theirs: wasPut };
export const answeredAgain: Rebuilders = { own: answered, theirs: wasAnswered };

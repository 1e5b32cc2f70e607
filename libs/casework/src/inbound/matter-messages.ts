import type { MatterMatch } from '#contract';
import { type Case, consequenceOf, mayBeAskedAbout } from '#domain';
import type { InboundMessage } from '#exchange';
import { matterLetter } from '../matter/ask.js';
import type { AskOutcome } from '../ports/matter.js';
import type { Session } from '../desk/session.js';
import { type InboundUseCase, applied, quarantined } from './inbound.js';
import { type MatterAsked, readMatterAnswered, readMatterAsked } from './read-matter.js';

/** More than this is no matter but a topic. */
const MOST_MATCHES = 10;

/** Another office asks whether this one has a matter. Every question is recorded, whatever becomes of it. */
export const receiveAsked: InboundUseCase = async (session, message) => {
  const read = readMatterAsked(message.data);
  if (!read.ok) return quarantined('malformed', read.where);
  const asked = read.value;
  const wrong = whyNotLawful(session, asked, message);
  if (wrong !== undefined) return quarantined(wrong);
  const by = asked.onBehalfOf ?? message.source;
  const { across } = session.tx.matter;
  const tooOften = (await across.asksOn(session.today, by)) >= session.desk.matter.asksPerDay;
  const found = tooOften ? { matches: [], withheld: false } : await look(session, asked, by);
  const { askId: id, originNumber } = asked;
  const outcome = tooOften ? 'too-often' : outcomeOf(found);
  const fresh = await across.asked({ id, by, via: message.source, originNumber, on: session.today, outcome });
  // Whoever asks too often gets no answer; what is withheld looks like nothing found.
  if (!fresh || tooOften) return applied;
  const { matches } = found;
  await session.desk.outbox.put([
    matterLetter(session, message.source, id, originNumber, 'answered', { askId: id, matches }),
    ...passedOn(session, asked, message.source),
  ]);
  return applied;
};

const outcomeOf = ({ matches, withheld }: Found): AskOutcome =>
  matches.length > 0 ? 'answered' : withheld ? 'withheld' : 'nothing';

/** The stream, the asker and the item must fit together: nobody asks without an item of its own register. */
function whyNotLawful(session: Session, asked: MatterAsked, message: InboundMessage): string | undefined {
  const { network } = session.desk.matter;
  if (asked.askId !== message.stream.id || asked.originNumber !== message.subject)
    return 'matter-of-another-stream';
  const neighbours = [...network.lower, ...(network.upper === undefined ? [] : [network.upper])];
  if (!neighbours.includes(message.source)) return 'matter-of-a-stranger';
  if (asked.onBehalfOf !== undefined && message.source !== network.upper)
    return 'matter-on-behalf-of-a-stranger';
  const code = network.codeOf(asked.onBehalfOf ?? message.source);
  return code !== undefined && asked.originNumber.startsWith(`${code}-`)
    ? undefined
    : 'matter-not-registered';
}

interface Found {
  readonly matches: readonly MatterMatch[];
  readonly withheld: boolean;
}

async function look(session: Session, asked: MatterAsked, by: string): Promise<Found> {
  const { network } = session.desk.matter;
  const known = await session.tx.matter.across.withFingerprint(asked.fingerprints);
  const matches: MatterMatch[] = [];
  let withheld = false;
  for (const matter of known) {
    if (matter.originNumber === asked.originNumber || !(await mayTell(session, matter))) continue;
    const bodies = (matter.dossier?.respondents ?? []).flatMap((name) => network.resolve(name) ?? []);
    if (bodies.some((body) => network.isConcerned(by, body))) {
      withheld = true;
      await linkInstead(session, matter, asked.originNumber, by);
    } else if (matches.length < MOST_MATCHES) {
      const { originNumber, state } = matter;
      matches.push({ originNumber, office: session.self, state, consequence: consequenceOf(state) });
    }
  }
  return { matches, withheld };
}

/** The asker learns nothing; its upper office links the two numbers in its own books and says so in its case. */
async function linkInstead(session: Session, matter: Case, originNumber: string, by: string): Promise<void> {
  if (!session.desk.matter.network.lower.includes(by)) return;
  await session.tx.matter.across.answered({
    caseId: matter.id,
    originNumber,
    office: by,
    state: 'REGISTERED',
    consequence: 'inform',
    on: session.today,
    another: false,
  });
  const text = `${originNumber} 与本件为同一事项；登记单位系被反映单位或其上下级，不予答复，由本级并案处理`;
  await session.note(matter.id, 'same-matter-withheld', '信访工作条例30(3)', text);
}

/** Accusations and secrecy items never answer. Where a case came from elsewhere without a name, secrecy is presumed. */
async function mayTell(session: Session, matter: Case): Promise<boolean> {
  if (matter.dossier === undefined || !mayBeAskedAbout(matter.dossier)) return false;
  if ((await session.tx.guards.wall(matter.id))?.guarded === true) return false;
  const kept = await session.tx.petitioners.get(matter.id);
  return kept === undefined ? matter.originNode === session.self : !kept.secrecy;
}

/** The upper office asks its other offices; they know the asker by its word only, and answer to it. */
function passedOn(session: Session, asked: MatterAsked, source: string) {
  const { lower } = session.desk.matter.network;
  if (asked.onBehalfOf !== undefined || !lower.includes(source)) return [];
  const { askId, originNumber, fingerprints } = asked;
  return lower
    .filter((office) => office !== source)
    .map((dest) =>
      matterLetter(session, dest, askId, originNumber, 'asked', {
        askId,
        originNumber,
        fingerprints,
        onBehalfOf: source,
      }),
    );
}

/** What another office answered; kept with the case, or handed on to the office for which it was asked. */
export const receiveAnswered: InboundUseCase = async (session, message) => {
  const read = readMatterAnswered(message.data);
  if (!read.ok) return quarantined('malformed', read.where);
  const { askId, matches } = read.value;
  if (askId !== message.stream.id) return quarantined('matter-of-another-stream');
  const { network } = session.desk.matter;
  const question = await session.tx.matter.across.question(askId);
  if (question === undefined) return handOn(session, message, askId, matches);
  if (!question.offices.includes(message.source)) return quarantined('matter-of-a-stranger');
  // Only the upper office hands on what its other offices answered.
  const mayName = (office: string): boolean => office === message.source || message.source === network.upper;
  if (!matches.every(({ office }) => mayName(office))) return quarantined('matter-of-another-office');
  for (const match of matches) {
    await session.tx.matter.across.answered({
      ...match,
      caseId: question.caseId,
      on: session.today,
      another: false,
    });
    const office = session.desk.office.unit(match.office)?.zh ?? match.office;
    const text = `${office}已有同一事项 ${match.originNumber}`;
    await session.note(question.caseId, 'known-elsewhere', '信访工作条例19(3)', text);
  }
  return applied;
};

async function handOn(
  session: Session,
  message: InboundMessage,
  askId: string,
  matches: readonly MatterMatch[],
) {
  const ask = await session.tx.matter.across.ask(askId);
  if (ask === undefined || !session.desk.matter.network.lower.includes(message.source))
    return quarantined('matter-never-asked');
  if (!matches.every(({ office }) => office === message.source))
    return quarantined('matter-of-another-office');
  if (matches.length > 0) {
    const data = { askId, matches };
    await session.desk.outbox.put([matterLetter(session, ask.by, askId, ask.originNumber, 'answered', data)]);
  }
  return applied;
}

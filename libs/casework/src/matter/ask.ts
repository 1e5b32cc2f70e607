import { type Case, mayBeAskedAbout, type Outcome, accepted, refuse } from '#domain';
import type { Letter } from '../desk/desk.js';
import type { Session } from '../desk/session.js';

/*
 * 一信多投: "is this matter under way or concluded elsewhere?" Asked by codes only, of the upper office and through it of
 * the offices beside this one. Why it is lawful to ask and to answer: deploy/decisions/matter-fingerprint.md.
 */

/** Puts the question about a registered case. Refused where there is nothing that may be asked, or nobody to ask. */
export async function askAbout(session: Session, matter: Case): Promise<Outcome<number>> {
  const { network, asksPerDay } = session.desk.matter;
  const { office } = session.desk;
  if (office.self.role !== 'city' && office.self.role !== 'township') return nothing('not-registering');
  // A unit that works inside this node is another body than the office; it may even be the one complained of.
  if (session.actor.unit !== session.self) return nothing('not-the-registering-office');
  // Asking needs an item of one's own register: what came on a leg is asked about where it was registered.
  if (matter.originNode !== session.self) return nothing('registered-elsewhere');
  const { dossier } = matter;
  if (dossier === undefined || !mayBeAskedAbout(dossier)) return nothing('category');
  if ((await session.tx.petitioners.get(matter.id))?.secrecy === true) return nothing('secrecy');
  // A matter with an accusing part is not asked about: its respondents may be whom it accuses (guard 1).
  if ((await session.tx.guards.wall(matter.id))?.guarded === true) return nothing('category');
  const fingerprints = session.desk.matter.indexing.fingerprints(dossier);
  if (fingerprints.length === 0) return nothing('no-known-body');
  // The body complained of learns nothing by asking.
  const bodies = dossier.respondents.flatMap((name) => network.resolve(name) ?? []);
  if (bodies.some((body) => network.isConcerned(session.self, body))) return nothing('complained-of');
  // Whoever has the key can try codes until one fits: no question goes to an office that the matter is about.
  const offices = [...(network.upper === undefined ? [] : [network.upper]), ...network.lower].filter(
    (office) => !bodies.some((body) => network.isConcerned(office, body)),
  );
  if (offices.length === 0) return nothing('nobody-to-ask');
  if ((await session.tx.matter.across.questionsOn(session.today)) >= asksPerDay)
    return refuse('asked-too-often', { most: String(asksPerDay) });
  const id = session.desk.newId();
  await session.tx.matter.across.asking({ id, caseId: matter.id, on: session.today, offices });
  await session.desk.outbox.put(
    offices.map((dest) =>
      matterLetter(session, dest, id, matter.originNumber, 'asked', {
        askId: id,
        originNumber: matter.originNumber,
        fingerprints,
      }),
    ),
  );
  await session.note(
    matter.id,
    'asked-elsewhere',
    '信访工作条例19(3)',
    `向 ${offices.map((one) => office.unit(one)?.zh ?? one).join('、')} 查询是否已有同一事项`,
  );
  return accepted(offices.length);
}

const nothing = (why: string) => refuse('nothing-to-ask', { why });

/** A message of a question's own stream: one question, one stream, so that nothing waits for anything else. */
export const matterLetter = (
  session: Session,
  dest: string,
  askId: string,
  originNumber: string,
  type: 'asked' | 'answered',
  data: unknown,
): Letter => ({
  dest,
  type: `huiyin.matter.${type}.v1`,
  stream: { kind: 'matter', id: askId },
  subject: originNumber,
  bodyKey: originNumber,
  time: session.now,
  data,
});

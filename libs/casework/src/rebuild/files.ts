import { legEnclosed, type EnclosedPaper } from '#contract';
import { plainName } from '../enclosures/enclose.js';
import { guard, read } from '../inbound/read.js';
import { legOf } from '../inbound/leg-messages.js';
import type { Enclosure } from '../ports/enclosures.js';
import { done, notYet, type Rebuilder } from './rebuilder.js';

/**
 * Files that this node itself had sent along: it offers them again. Their bytes lie in its folder, which a database that
 * was set back does not touch; when they are gone too, opening one says so.
 */
export const enclosedHere: Rebuilder = async (session, message) => {
  const given = read(
    legEnclosed,
    message.data,
    guard<{ readonly legId: string; readonly papers: readonly EnclosedPaper[] }>(legEnclosed),
  );
  if (!given.ok) return notYet(`malformed ${given.where}`);
  const row = await legOf(session, message, given.value.legId);
  if (row === undefined) return notYet('leg-not-back');
  const { caseId, leg } = row;
  const here = new Set((await session.tx.intake.attachments(caseId)).map(({ id }) => id));
  const peer = leg.fromNode === session.self ? leg.toNode : leg.fromNode;
  const { today: on, at, actor } = session;
  for (const { id, sha256, size, type, shows, name } of given.value.papers) {
    if (here.has(id)) continue;
    const { unit, user } = actor;
    const named = name ?? plainName(type, shows);
    const file = { id, caseId, name: named, type, size, sha256, shows, on, at, unit, user };
    await session.tx.intake.addAttachment(file);
  }
  await session.tx.enclosures.add(
    given.value.papers.map(({ id, sha256, size, type, shows, name }): Enclosure => ({
      ...{ id, caseId, legId: leg.id, way: 'out', peer, ref: id, type, size, sha256, shows },
      ...(name === undefined ? {} : { name }),
    })),
  );
  return done;
};

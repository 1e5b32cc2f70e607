import { enclosureTaken, legEnclosed, type EnclosedPaper, type EnclosureOutcome } from '#contract';
import type { Leg } from '#domain';
import type { Enclosure } from '../ports/enclosures.js';
import { type InboundUseCase, applied, quarantined } from './inbound.js';
import { legOf } from './leg-messages.js';
import { guard, read } from './read.js';

interface Enclosed {
  readonly legId: string;
  readonly papers: readonly EnclosedPaper[];
}
interface Taken {
  readonly legId: string;
  readonly papers: readonly {
    readonly id: string;
    readonly sha256: string;
    readonly how: EnclosureOutcome;
  }[];
}

/** Files on one leg, whatever is sent: more are no letter any more. */
const MOST_FILES = 200;

/** 随文附件: which files go along. They are wanted from now on; the bytes are fetched from their sender. */
export const receiveEnclosed: InboundUseCase = async (session, message) => {
  const given = read(legEnclosed, message.data, guard<Enclosed>(legEnclosed));
  if (!given.ok) return quarantined('malformed', given.where);
  const { legId, papers } = given.value;
  const row = await legOf(session, message, legId);
  if (row === undefined || !isOtherEnd(row.leg, message.source, session.self))
    return quarantined('leg-of-another-stream');
  const { enclosures } = session.tx;
  const before = await enclosures.ofLeg(legId);
  const known = new Map(before.flatMap((one) => (one.way === 'in' ? [[one.ref, one] as const] : [])));
  if (papers.some(({ id, sha256 }) => (known.get(id)?.sha256 ?? sha256) !== sha256))
    return quarantined('paper-known-otherwise');
  const fresh = papers.filter(({ id }) => !known.has(id));
  if (new Set(fresh.map(({ id }) => id)).size !== fresh.length) return quarantined('paper-named-twice');
  if (before.length + fresh.length > MOST_FILES) return quarantined('too-many-papers');
  if (fresh.length === 0) return applied;
  const { caseId } = row;
  await enclosures.add(
    fresh.map(({ id: ref, sha256, size, type, shows, name }): Enclosure => ({
      ...{ id: session.desk.newId(), caseId, legId, way: 'in', peer: message.source, ref },
      ...{ type, size, sha256, shows },
      ...(name === undefined ? {} : { name }),
    })),
  );
  const text = `随文附件 ${fresh.length} 份待取`;
  await session.note(caseId, 'enclosed', '信访工作条例44', text, legId);
  // What went back while this was on its way is not fetched.
  if (row.leg.state === 'RETURNED' || row.leg.state === 'RECALLED') await enclosures.withdraw(legId);
  return applied;
};

const SAYS = {
  there: '已收到附件',
  digest: '多次取得的附件与所报摘要不符，请核对本机关所存文件',
  type: '所取附件的内容与所报类型不符，已丢弃',
} as const satisfies Record<EnclosureOutcome, string>;

/** What became of files that this node offers. */
export const receiveEnclosureTaken: InboundUseCase = async (session, message) => {
  const given = read(enclosureTaken, message.data, guard<Taken>(enclosureTaken));
  if (!given.ok) return quarantined('malformed', given.where);
  const { legId, papers } = given.value;
  const row = await legOf(session, message, legId);
  if (row === undefined || !isOtherEnd(row.leg, message.source, session.self))
    return quarantined('leg-of-another-stream');
  const { enclosures } = session.tx;
  const offered = await enclosures.ofLeg(legId);
  for (const { id, sha256, how } of papers) {
    const one = offered.find(({ way, ref }) => way === 'out' && ref === id);
    if (one?.sha256 !== sha256) return quarantined('paper-never-sent');
    // A withdrawn one stays withdrawn, whatever was fetched before that was heard of.
    if (one.state !== 'offered') continue;
    if (how === 'there') await enclosures.settle(one, 'there');
    else await enclosures.settle(one, how === 'type' ? 'refused' : 'offered', how);
    const there = session.desk.office.unit(message.source)?.zh ?? message.source;
    const text = `${there}：${SAYS[how]}（SHA-256 ${sha256.slice(0, 12)}）`;
    await session.note(row.caseId, `enclosure-${how}`, '信访工作条例44', text, legId);
  }
  return applied;
};

/** The message comes from one end of the leg, and this node is the other. */
const isOtherEnd = ({ fromNode, toNode }: Leg, source: string, self: string): boolean =>
  (source === fromNode && self === toNode) || (source === toNode && self === fromNode);

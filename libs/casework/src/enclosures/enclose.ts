import { attachmentType, type EnclosedPaper } from '#contract';
import {
  type Going,
  type Leg,
  type Outcome,
  SEALED_FILE,
  type Shows,
  accepted,
  isLocalLeg,
  mayEnclose,
  refuse,
} from '#domain';
import type { Letter } from '../desk/desk.js';
import type { Session } from '../desk/session.js';
import type { Enclosure } from '../ports/enclosures.js';

/** A file of a case as far as sending it along needs to know it. */
export type Held = Pick<Enclosure, 'id' | 'name' | 'type' | 'size' | 'sha256' | 'shows'>;

/** Files of the case, also those that are still being fetched: whoever asks too early is told to come again. */
async function filesOf(session: Session, caseId: string): Promise<ReadonlyMap<string, Held>> {
  const { enclosures, intake } = session.tx;
  const held = (await intake.attachments(caseId)).flatMap((file): Held[] => {
    const type = attachmentType.safeParse(file.type);
    return file.type === SEALED_FILE || !type.success ? [] : [{ ...file, type: type.data }];
  });
  const coming = (await enclosures.ofCase(caseId)).filter(
    ({ way, state }) => way === 'in' && state === 'wanted',
  );
  return new Map([...coming, ...held].map((file) => [file.id, file]));
}

/** The named files of a case, if each of them may go. Nothing is written. */
export async function filesThatMayGo(
  session: Session,
  caseId: string,
  ids: readonly string[],
  going: Going,
): Promise<Outcome<readonly Held[]>> {
  if (ids.length === 0) return accepted([]);
  const files = await filesOf(session, caseId);
  const chosen: Held[] = [];
  for (const id of ids) {
    const file = files.get(id.toLowerCase());
    if (file === undefined) return refuse('unknown-attachment');
    const may = mayEnclose(file.shows, going);
    if (!may.ok) return may;
    chosen.push(file);
  }
  return accepted(chosen);
}

/**
 * Files go along on a leg: what this node offers from now on to the other end, and to nobody else, and the letter that
 * names them. Inside one office nothing is sent: they lie with the case.
 */
export async function enclose(
  session: Session,
  leg: Leg,
  caseId: string,
  files: readonly Held[],
  going: Going,
): Promise<readonly Letter[]> {
  const known = new Set(
    (await session.tx.enclosures.ofLeg(leg.id)).flatMap(({ way, ref }) => (way === 'out' ? [ref] : [])),
  );
  const fresh = files.filter(({ id }) => !known.has(id));
  if (isLocalLeg(leg) || fresh.length === 0) return [];
  const peer = leg.fromNode === session.self ? leg.toNode : leg.fromNode;
  const out = fresh.map(({ id, name, type, size, sha256, shows }): Enclosure => ({
    ...{ id, caseId, legId: leg.id, way: 'out', peer, ref: id, type, size, sha256, shows },
    ...(mayBeNamed(going) && name !== undefined ? { name } : {}),
  }));
  await session.tx.enclosures.add(out);
  const text = `随文附件 ${out.length} 份：${out.map(({ sha256 }) => sha256.slice(0, 12)).join('、')}`;
  await session.note(caseId, 'enclose', '信访工作条例44', text, leg.id);
  return [
    {
      dest: peer,
      type: 'huiyin.leg.enclosed.v1',
      stream: { kind: 'leg', id: leg.id },
      subject: leg.originNumber,
      bodyKey: leg.originNumber,
      time: session.now,
      data: { legId: leg.id, papers: out.map(onTheWire) },
    },
  ];
}

/** Files are named after people: where the identity stays here, their names do. */
const mayBeNamed = (going: Going): boolean => going === 'whole';

const onTheWire = ({ ref, sha256, size, type, shows, name }: Enclosure): EnclosedPaper => ({
  ...{ id: ref, sha256, size, type, shows },
  ...(name === undefined ? {} : { name }),
});

/** A name for a file whose own was withheld. */
export const plainName = (type: Enclosure['type'], shows: Shows): string =>
  `${shows === 'petitioner' ? '附件' : '附件（隐去身份）'}.${ENDINGS[type]}`;

const ENDINGS = {
  'application/pdf': 'pdf',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/tiff': 'tif',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/ofd': 'ofd',
  'text/plain': 'txt',
} as const satisfies Record<Enclosure['type'], string>;

import type { Topic } from '#domain';
import type { Session } from '../desk/session.js';

/** 听取汇报 was what the ladder had drafted for this leg: the draft is done, by these minutes. */
export async function settleLadder(
  session: Session,
  { legId, caseId }: Topic,
  minutes: string,
): Promise<void> {
  const { supervisions, legs } = session.tx;
  const ids = legId === undefined ? (await legs.ofCase(caseId)).map(({ leg }) => leg.id) : [legId];
  for (const id of ids) {
    const draft = (await supervisions.fired(id)).findLast(
      ({ level, state }) => level === 'hearing' && state === 'draft',
    );
    if (draft === undefined) continue;
    await supervisions.setState(draft, 'done', `已听取汇报：纪要 ${minutes}`);
  }
}

import type { ActBody } from '#contract';
import type { Session } from '../desk/session.js';

type Proposal = Pick<ActBody<'propose'>, 'text' | 'to' | 'dueBy'>;

/** 拟办意见 on file: the words, the unit proposed and the date proposed (限办日期), one line each. */
export async function fileProposal(
  session: Session,
  caseId: string,
  { text, to, dueBy }: Proposal,
): Promise<void> {
  const { today: on, actor } = session;
  const unit = to === undefined ? undefined : (session.desk.office.unit(to)?.zh ?? to);
  const lines = [
    text,
    ...(unit === undefined ? [] : [`拟交：${unit}`]),
    ...(dueBy === undefined ? [] : [`限办：${dueBy}`]),
  ];
  await session.tx.documents.insert({
    ...{ id: session.desk.newId(), caseId, kind: 'proposal', number: '', on, unit: actor.unit },
    signer: actor.user,
    text: lines.join('\n'),
  });
}

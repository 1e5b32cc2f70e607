import type { ReplyDue, Supervision, SupervisionKind } from '#domain';
import { isLocalLeg, nextOrdinal } from '#domain';
import type { LegRow } from '../ports.js';
import type { Session } from '../desk/session.js';
import { noticePaper } from './ladder.js';
import { TITLES } from './titles.js';

/** The registers in which calls, slips and letters are numbered. */
const REGISTERS = { telephone: '电催', slip: '催', letter: '督' } as const satisfies Record<
  SupervisionKind,
  string
>;

/** No statute of a congress settles chasing; party and government offices do it by L1 36 and 40 [I]. */
export const CHASING = '信访工作条例36 [I]';

/** What the supervisor signs; the rest follows from the leg. */
export interface IssuePlan {
  readonly kind: SupervisionKind;
  readonly text: string;
  readonly call?: Supervision['call'];
  readonly ordinal?: number;
  readonly replyDue?: ReplyDue;
  readonly under?: string;
}

/** Numbers, stores and sends one call, slip or letter on a leg. It moves nothing of the leg but its version. */
export async function issue(
  session: Session,
  row: LegRow,
  earlier: readonly Supervision[],
  plan: IssuePlan,
): Promise<Supervision> {
  const { leg } = row;
  const { kind, text, call, replyDue, under } = plan;
  const ordinal = plan.ordinal ?? nextOrdinal(earlier, kind, leg.round);
  const paper: Supervision = {
    id: session.desk.newId(),
    legId: leg.id,
    originNumber: leg.originNumber,
    kind,
    ordinal,
    round: leg.round,
    number: await session.documentNumber(REGISTERS[kind]),
    from: leg.from,
    to: leg.to,
    issuedOn: session.today,
    by: session.actor,
    text,
    // The head of the unit learns of the second slip and of every letter.
    copyToHead: kind === 'letter' || (kind === 'slip' && ordinal === 2),
    ...(call === undefined ? {} : { call }),
    ...(replyDue === undefined ? {} : { replyDue }),
    ...(under === undefined ? {} : { under }),
  };
  const messageId = await send(session, row, paper);
  await session.tx.supervisions.insert({
    supervision: paper,
    caseId: row.caseId,
    ...(messageId === undefined ? { deliveredAt: session.at } : { messageId }),
  });
  await session.note(row.caseId, `supervision.${kind}`, CHASING, describeIssue(session, paper), leg.id);
  if (isLocalLeg(leg)) await noticePaper(session, row, paper);
  // Nothing of the leg moved, but whoever looked at it before has not seen this paper.
  await session.tx.legs.save(leg);
  return paper;
}

async function send(
  session: Session,
  { leg }: LegRow,
  supervision: Supervision,
): Promise<string | undefined> {
  if (isLocalLeg(leg)) return undefined;
  const type = supervision.kind === 'letter' ? 'huiyin.leg.supervise.v1' : 'huiyin.leg.remind.v1';
  return tell(session, leg, leg.toNode, type, { supervision });
}

/** One message on the leg's stream; the id by which its receipt is known. */
export async function tell(
  session: Session,
  leg: LegRow['leg'],
  dest: string,
  type: string,
  data: Readonly<Record<string, unknown>>,
): Promise<string | undefined> {
  const ids = await session.desk.outbox.put([
    {
      dest,
      type,
      stream: { kind: 'leg', id: leg.id },
      subject: leg.originNumber,
      bodyKey: leg.originNumber,
      time: session.now,
      data: { legId: leg.id, ...data },
    },
  ]);
  return ids[0];
}

/** One line of history, the same at both ends; what was promised or asked stays in the paper. */
export function describeIssue(session: Session, paper: Supervision): string {
  const unit = session.desk.office.unit(paper.to)?.zh ?? paper.to;
  const which = paper.kind === 'telephone' ? '' : `（第${paper.ordinal}次）`;
  const due = paper.replyDue === undefined ? '' : `，请于${paper.replyDue.effective}前回复`;
  const copy = paper.copyToHead ? '，抄送单位负责人' : '';
  return `${TITLES[paper.kind]}${which}${unit}：${paper.number}${due}${copy}`;
}

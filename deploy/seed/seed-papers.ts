import type { Action, Document, LadderEvent } from '#casework';
import type { Actor, Case, Leg, LocalDate } from '#domain';
import type { SeededLeg } from './seed-leg.js';

/** The lines of a seeded case, in the order of their days; `more` corrections make it a long one. */
export function historyOf(
  node: string,
  matter: Case,
  legs: readonly SeededLeg[],
  fired: readonly LadderEvent[],
  more: number,
): readonly Action[] {
  const { id: caseId, receivedOn } = matter;
  const registrar: Actor = { unit: node, user: '登记员', role: 'registrar' };
  const dispatcher: Actor = { unit: node, user: '分办员', role: 'dispatcher' };
  const head: Actor = { unit: node, user: '主任', role: 'head' };
  const system: Actor = { unit: node, user: '系统', role: 'system' };
  const line = (
    on: LocalDate,
    by: Actor,
    act: string,
    basis: string,
    text: string,
    legId?: string,
  ): Action => ({
    ...{ caseId, on, at: `${on}T02:00:00.000Z`, by, act, basis, text },
    ...(legId === undefined ? {} : { legId }),
  });
  const first = legs[0]?.row.leg.sentOn;
  const ended = ['ANSWERED', 'CLOSED', 'ARCHIVED'].includes(matter.state);
  const lines = [
    line(receivedOn, registrar, 'register', '信访工作条例22', `登记为 ${matter.localNumber ?? ''}`),
    ...Array.from({ length: more }, (_, at) =>
      line(receivedOn, registrar, 'correct', '信访工作条例44', `更正登记事项（第${at + 1}次）`),
    ),
    ...(matter.state === 'SUBMITTED'
      ? [line(receivedOn, dispatcher, 'propose', '[I]', '拟办：呈请批示')]
      : []),
    ...(first === undefined ? [] : [line(first, head, 'instruct', '[I]', '批示：同意拟办意见')]),
    ...legs.flatMap(({ row: { leg }, lines: done }) => [
      line(
        leg.sentOn,
        dispatcher,
        leg.kind === 'refer' ? 'refer' : 'assign',
        '信访工作条例22',
        `交由承办：${leg.letterNumber}`,
        leg.id,
      ),
      ...done.map(({ on, event, end, text }) =>
        line(
          on,
          event === 'arrive'
            ? { ...system, unit: leg.to }
            : end === 'sender'
              ? dispatcher
              : { unit: leg.to, user: '承办人', role: 'handler' },
          `leg.${event}`,
          '信访工作条例34',
          text,
          leg.id,
        ),
      ),
    ]),
    ...(matter.notified === undefined
      ? []
      : [line(matter.notified.on, registrar, 'notify', '信访工作条例23', matter.notified.how)]),
    ...fired.map(({ on, name, level, legId, text }) =>
      line(on, system, `${level === 'notice' ? 'notice' : 'draft'}.${name}`, '[I]', text, legId),
    ),
    ...(matter.answered === undefined
      ? []
      : [line(matter.answered.on, system, 'answered', '信访工作条例31, 32', '已答复：书面答复')]),
    ...(ended && matter.closedOn !== undefined ? [line(matter.closedOn, head, 'close', '[I]', '办结')] : []),
    ...(matter.state === 'ARCHIVED' && matter.closedOn !== undefined
      ? [line(matter.closedOn, registrar, 'archive', '[I]', '归档')]
      : []),
  ];
  return lines.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

/** Instruction and reports. */
export function documentsOf(
  node: string,
  matter: Case,
  legs: readonly Leg[],
  idOf: (kind: number, at: number) => string,
): readonly Document[] {
  const caseId = matter.id;
  const instructed = legs[0]?.sentOn;
  return [
    ...(instructed === undefined
      ? []
      : [
          {
            ...{ id: idOf(5, 0), caseId, kind: 'instruction' as const, number: '' },
            ...{ on: instructed, unit: node, signer: '主任', text: '请按规定办理并答复信访人。' },
          },
        ]),
    ...legs.flatMap((leg, at) =>
      leg.reportedOn === undefined
        ? []
        : [
            {
              ...{ id: idOf(6, at), caseId, legId: leg.id, kind: 'report' as const },
              ...{
                number: `${leg.receiverNumber ?? ''}办结`,
                on: leg.reportedOn,
                unit: leg.to,
                signer: '负责人',
              },
              text: '经调查核实，反映的问题基本属实，已责成相关单位整改。',
              paper: {
                number: `${leg.receiverNumber ?? ''}办结`,
                signer: '负责人',
                result: '经调查核实，已整改。',
                outcome: '予以支持',
              },
            },
          ],
    ),
  ];
}

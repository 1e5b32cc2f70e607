import type { DraftRow, LadderEvent, SupervisionReads } from '#casework';
import { isLimit } from '#domain';
import type { MemoryOffice } from '../../libs/casework/src/testing/memory-office.js';

/** What the screens read of one twin node's reminders, as the database would give it. */
export function twinSupervisionReads({ memory }: MemoryOffice): SupervisionReads {
  const { papers, events, selections, superiors } = memory.supervision;
  const withLeg = (event: LadderEvent): DraftRow => {
    const leg = memory.legs.get(event.legId)?.leg;
    return { ...event, originNumber: leg?.originNumber ?? '', to: leg?.to ?? '' };
  };
  return {
    ofLeg: async (legId) => [...papers.values()].filter((row) => row.supervision.legId === legId),
    openLetters: async () =>
      [...papers.values()].filter(
        ({ supervision }) => supervision.replyDue !== undefined && supervision.settled === undefined,
      ),
    openSuperiors: async () => [...superiors.values()].filter((letter) => letter.answer === undefined),
    drafts: async () => [...events.values()].filter((event) => event.state === 'draft').map(withLeg),
    notices: async (on) =>
      [...events.values()].filter((event) => event.state === 'notice' && event.on === on).map(withLeg),
    selected: async (month) =>
      [...selections.values()]
        .filter((one) => one.month === month)
        .map((one) => {
          const settled = [...papers.values()].find(
            ({ caseId, supervision: { settled: rest } }) =>
              caseId === one.caseId && rest !== undefined && rest.how !== 'ended',
          )?.supervision.settled;
          const originNumber = memory.cases.get(one.caseId)?.matter.originNumber ?? '';
          return { ...one, originNumber, ...(settled === undefined ? {} : { answeredOn: settled.on }) };
        }),
    missed: async (node, from, to) =>
      [...memory.legs.values()]
        .filter(({ leg }) => leg.fromNode === node)
        .flatMap(({ leg }) =>
          leg.clocks.flatMap((clock, place) => {
            // The sweep's record of the breach; here by the month of the end, since memory keeps no day of it.
            const recorded = memory.overdue.has(`${leg.id} ${place}`);
            const { effective: due, metOn } = clock;
            if (!recorded || !isLimit(clock) || due < from || due > to) return [];
            const { id: legId, originNumber, letterNumber, to: unit } = leg;
            return [
              {
                unit,
                legId,
                originNumber,
                letterNumber,
                due,
                ...(metOn === undefined ? {} : { doneOn: metOn }),
              },
            ];
          }),
        ),
  };
}

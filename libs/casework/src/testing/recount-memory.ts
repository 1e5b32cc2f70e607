import { isLinkedAway, isOpenLeg, type Clock } from '#domain';
import type { OutdatedSubject, RecountStore } from '../ports/recount.js';
import type { Memory } from './memory.js';

/** What is to be counted again, in memory. A saved case or leg is looked at anew. */
export function recountStore(memory: Memory): RecountStore {
  const seen = (id: string, version: number, versions: string): string =>
    `${id} ${String(version)} ${versions}`;
  const old = (clocks: readonly Clock[], versions: string): boolean =>
    clocks.some((clock) => clock.metOn === undefined && judgedBy(clock) !== versions);
  return {
    async outdated(versions, limit): Promise<readonly OutdatedSubject[]> {
      const cases = [...memory.cases.values()]
        .filter(({ matter }) => !isLinkedAway(matter) && old(matter.clocks, versions))
        .filter(({ matter, version }) => !memory.judged.has(seen(matter.id, version, versions)))
        .map(({ matter }) => ({ subject: 'case', subjectId: matter.id, caseId: matter.id }) as const);
      const legs = [...memory.legs.values()]
        .filter(({ leg }) => isOpenLeg(leg) && old(leg.clocks, versions))
        .filter(({ leg, version }) => !memory.judged.has(seen(leg.id, version, versions)))
        .map(({ leg, caseId }) => ({ subject: 'leg', subjectId: leg.id, caseId }) as const);
      return [...cases, ...legs].slice(0, limit);
    },
    async judged(subjectIds, versions): Promise<void> {
      for (const id of subjectIds) {
        const version = memory.cases.get(id)?.version ?? memory.legs.get(id)?.version;
        if (version !== undefined) memory.judged.add(seen(id, version, versions));
      }
    },
  };
}

/** 'NAT 1/2026.1': the versions that a clock itself names. */
const judgedBy = ({ rule, packVersion, calendarVersion }: Clock): string =>
  `${rule.split('.')[0] ?? ''} ${packVersion}/${calendarVersion}`;

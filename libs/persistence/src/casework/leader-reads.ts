import { Between, In } from 'typeorm';
import type { LeaderReads, WithOrigin } from '#casework';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { followUpRecord, instructionRecord, readingRecord, taskRecord } from './leader-records.js';
import { caseRow } from './mappers.js';
import { positionOf } from './matter-index.js';
import { caseRecord, documentRecord } from './records.js';

/** 回访 of one month, and tasks of the instructions of a ledger; no office has more. */
const MOST = 5000;

const countSql = `SELECT
  (SELECT COUNT(*) FROM casework_reading WHERE leader = ? AND submitted_on BETWEEN ? AND ?) AS submitted,
  (SELECT COUNT(*) FROM casework_reading WHERE leader = ? AND state = 'waiting') AS waiting`;

/** The same for the screens. */
export function leaderReads(uow: UnitOfWork): LeaderReads {
  const withOrigins = async <T extends { readonly caseId: string }>(
    rows: readonly T[],
  ): Promise<readonly WithOrigin<T>[]> => {
    if (rows.length === 0) return [];
    const ids = [...new Set(rows.map((row) => row.caseId))];
    const cases = await uow
      .reader()
      .find(caseRecord, { where: { id: In(ids) }, select: { id: true, originNumber: true } });
    const numbers = new Map(cases.map(({ id, originNumber }) => [id, originNumber]));
    return rows.map((row) => ({ row, originNumber: numbers.get(row.caseId) ?? '' }));
  };

  return {
    async readingsOf(leader, day, limit) {
      const waiting = await uow.reader().find(readingRecord, {
        where: { leader, state: 'waiting' },
        order: { position: 'ASC' },
        take: limit,
      });
      const instructed = await uow.reader().find(readingRecord, {
        where: { leader, state: 'instructed', closedOn: day },
        order: { position: 'ASC' },
        take: limit,
      });
      return [...waiting, ...instructed]
        .filter(({ submittedOn }) => submittedOn <= day)
        .toSorted((a, b) => positionOf(a.position) - positionOf(b.position))
        .slice(0, limit)
        .map((row) => row.reading);
    },
    async countReadings(leader, from, to) {
      const [row] = await uow
        .reader()
        .query<readonly { submitted: string; waiting: string }[]>(countSql, [leader, from, to, leader]);
      return { submitted: Number(row?.submitted ?? 0), waiting: Number(row?.waiting ?? 0) };
    },
    async cases(ids) {
      if (ids.length === 0) return [];
      const rows = await uow.reader().find(caseRecord, { where: { id: In([...ids]) } });
      return rows.map(caseRow);
    },
    async proposals(caseIds) {
      if (caseIds.length === 0) return new Map();
      const rows = await uow.reader().find(documentRecord, {
        where: { caseId: In([...caseIds]), kind: 'proposal' },
        order: { position: 'ASC' },
      });
      return new Map(rows.map(({ caseId, text }) => [caseId, text]));
    },
    async instructions(caseId) {
      const rows = await uow
        .reader()
        .find(instructionRecord, { where: { caseId }, order: { position: 'ASC' } });
      return rows.map((row) => row.instruction);
    },
    async instructionsBy(leader, from, to, limit) {
      const rows = await uow.reader().find(instructionRecord, {
        where: { leader, day: Between(from, to) },
        order: { day: 'ASC', position: 'ASC' },
        take: limit,
      });
      return withOrigins(rows.map((row) => row.instruction));
    },
    async instructedOn(day, limit) {
      const rows = await uow
        .reader()
        .find(instructionRecord, { where: { day }, order: { position: 'ASC' }, take: limit });
      return withOrigins(rows.map((row) => row.instruction));
    },
    async tasks(caseId) {
      const rows = await uow.reader().find(taskRecord, { where: { caseId }, order: { position: 'ASC' } });
      return rows.map((row) => row.task);
    },
    async taskList({ unit, state, limit }) {
      const rows = await uow.reader().find(taskRecord, {
        where: { ...(unit === undefined ? {} : { unit }), ...(state === undefined ? {} : { state }) },
        order: { due: 'ASC', position: 'ASC' },
        take: limit,
      });
      return withOrigins(rows.map((row) => row.task));
    },
    async tasksOfInstructions(ids) {
      if (ids.length === 0) return [];
      const rows = await uow.reader().find(taskRecord, {
        where: { instructionId: In([...ids]) },
        order: { position: 'ASC' },
        take: MOST,
      });
      return rows.map((row) => row.task);
    },
    async followUps(caseId) {
      const rows = await uow.reader().find(followUpRecord, { where: { caseId }, order: { position: 'ASC' } });
      return rows.map((row) => row.followUp);
    },
    async followUpsBetween(from, to) {
      const rows = await uow.reader().find(followUpRecord, {
        where: { day: Between(from, to) },
        order: { day: 'ASC', position: 'ASC' },
        take: MOST,
      });
      return rows.map((row) => row.followUp);
    },
  };
}

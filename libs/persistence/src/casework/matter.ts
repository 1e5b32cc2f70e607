import type { MatterAsk, MatterElsewhere, MatterQuestion, MatterReads, MatterStore } from '#casework';
import type { LocalDate } from '#domain';
import { In } from 'typeorm';
import type { UnitOfWork } from '../connection/unit-of-work.js';
import { idBytes, idText } from '../exchange/columns.js';
import { item } from './mappers.js';
import { matterSearch } from './matter-search.js';
import { caseRecord, itemRecord } from './records.js';

interface AskRow {
  readonly position: number;
  readonly id: Buffer;
  readonly asked_by: string;
  readonly via: string;
  readonly origin_number: string;
  readonly asked_on: LocalDate;
  readonly outcome: MatterAsk['outcome'];
}
const askOf = (row: AskRow): MatterAsk => ({
  id: idText(row.id),
  by: row.asked_by,
  via: row.via,
  originNumber: row.origin_number,
  on: row.asked_on,
  outcome: row.outcome,
});

interface QuestionRow {
  readonly id: Buffer;
  readonly case_id: Buffer;
  readonly asked_on: LocalDate;
  readonly offices: string;
}
const questionOf = ({ id, case_id: caseId, asked_on: on, offices }: QuestionRow): MatterQuestion => ({
  id: idText(id),
  caseId: idText(caseId),
  on,
  offices: offices.split(','),
});

interface ElsewhereRow {
  readonly case_id: Buffer;
  readonly office: string;
  readonly origin_number: string;
  readonly state: MatterElsewhere['state'];
  readonly consequence: MatterElsewhere['consequence'];
  readonly answered_on: LocalDate;
  readonly another: number;
}
const elsewhereOf = (row: ElsewhereRow): MatterElsewhere => ({
  caseId: idText(row.case_id),
  office: row.office,
  originNumber: row.origin_number,
  state: row.state,
  consequence: row.consequence,
  on: row.answered_on,
  another: row.another === 1,
});

/** What the screens read of links, questions and answers. */
export function matterReads(uow: UnitOfWork): MatterReads {
  return {
    ...matterSearch(uow),
    async link(caseId) {
      const rows = await uow
        .reader()
        .query<readonly { target_id: Buffer; linked_on: LocalDate; items: string }[]>(
          'SELECT target_id, linked_on, items FROM matter_link WHERE case_id = ?',
          [idBytes(caseId)],
        );
      const row = rows[0];
      if (row === undefined) return undefined;
      const items = row.items.split('\n').flatMap((line) => {
        const [id, number] = line.split(' ', 2);
        return id === undefined || number === undefined ? [] : [{ id, number }];
      });
      return { caseId, targetId: idText(row.target_id), on: row.linked_on, items };
    },
    async itemsOf(caseId) {
      const rows = await uow.reader().find(itemRecord, { where: { caseId }, order: { position: 'ASC' } });
      return rows.map(item);
    },
    async elsewhere(caseId) {
      const rows = await uow
        .reader()
        .query<readonly ElsewhereRow[]>('SELECT * FROM matter_elsewhere WHERE case_id = ?', [
          idBytes(caseId),
        ]);
      return rows.map(elsewhereOf);
    },
    async questions(caseId) {
      const rows = await uow
        .reader()
        .query<readonly QuestionRow[]>('SELECT * FROM matter_question WHERE case_id = ? ORDER BY id', [
          idBytes(caseId),
        ]);
      return rows.map(questionOf);
    },
    async asks({ limit, after }) {
      if (after !== undefined && !/^\d{1,15}$/u.test(after)) return { items: [], next: null };
      const rows = await uow
        .reader()
        .query<readonly AskRow[]>(
          'SELECT * FROM matter_ask WHERE position < ? ORDER BY position DESC LIMIT ?',
          [Number(after ?? Number.MAX_SAFE_INTEGER), limit + 1],
        );
      const shown = rows.slice(0, limit);
      const last = shown.at(-1);
      const next = rows.length > limit && last !== undefined ? String(last.position) : null;
      return { items: shown.map(askOf), next };
    },
  };
}

/** The same within a unit of work, and its writing. */
export function matterStore(uow: UnitOfWork): MatterStore {
  const run = (sql: string, values: readonly unknown[]) => uow.writer().query<unknown>(sql, [...values]);
  const count = async (sql: string, values: readonly unknown[]): Promise<number> => {
    const rows = await uow.writer().query<readonly { n: number }[]>(sql, [...values]);
    return rows[0]?.n ?? 0;
  };
  return {
    ...matterReads(uow),
    links: {
      async insert({ caseId, targetId, on, items }) {
        await run('INSERT INTO matter_link (case_id, target_id, linked_on, items) VALUES (?, ?, ?, ?)', [
          idBytes(caseId),
          idBytes(targetId),
          on,
          items.map(({ id, number }) => `${id} ${number}`).join('\n'),
        ]);
      },
      async remove(caseId) {
        await run('DELETE FROM matter_link WHERE case_id = ?', [idBytes(caseId)]);
      },
      async moveItem(id, caseId, number) {
        await uow.writer().update(itemRecord, { id }, { caseId, number });
      },
    },
    across: {
      async asking({ id, caseId, on, offices }) {
        await run(
          `INSERT INTO matter_question (id, case_id, asked_on, offices) VALUES (?, ?, ?, ?)
           ON DUPLICATE KEY UPDATE offices = VALUES(offices)`,
          [idBytes(id), idBytes(caseId), on, offices.join(',')],
        );
      },
      async question(id) {
        const rows = await uow
          .writer()
          .query<readonly QuestionRow[]>('SELECT * FROM matter_question WHERE id = ?', [idBytes(id)]);
        return rows[0] === undefined ? undefined : questionOf(rows[0]);
      },
      questionsOn: (day) => count('SELECT COUNT(*) AS n FROM matter_question WHERE asked_on = ?', [day]),
      async asked({ id, by, via, originNumber, on, outcome }) {
        const known = await count('SELECT COUNT(*) AS n FROM matter_ask WHERE id = ?', [idBytes(id)]);
        if (known > 0) return false;
        await run(
          'INSERT INTO matter_ask (id, asked_by, via, origin_number, asked_on, outcome) VALUES (?, ?, ?, ?, ?, ?)',
          [idBytes(id), by, via, originNumber, on, outcome],
        );
        return true;
      },
      async ask(id) {
        const rows = await uow
          .writer()
          .query<readonly AskRow[]>('SELECT * FROM matter_ask WHERE id = ?', [idBytes(id)]);
        return rows[0] === undefined ? undefined : askOf(rows[0]);
      },
      async settle(id, outcome) {
        await run('UPDATE matter_ask SET outcome = ? WHERE id = ?', [outcome, idBytes(id)]);
      },
      asksOn: (day, by) =>
        count('SELECT COUNT(*) AS n FROM matter_ask WHERE asked_by = ? AND asked_on = ?', [by, day]),
      async answered({ caseId, office, originNumber, state, consequence, on, another }) {
        await run(
          `INSERT INTO matter_elsewhere (case_id, office, origin_number, state, consequence, answered_on, another)
           VALUES (?, ?, ?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE state = VALUES(state),
           consequence = VALUES(consequence), answered_on = VALUES(answered_on), another = VALUES(another)`,
          [idBytes(caseId), office, originNumber, state, consequence, on, another ? 1 : 0],
        );
      },
      async withFingerprint(fingerprints) {
        if (fingerprints.length === 0) return [];
        const found = await uow.writer().query<readonly { position: number }[]>(
          `SELECT DISTINCT c.position FROM matter_fingerprint f JOIN casework_case c ON c.position = f.position
           WHERE f.fingerprint IN (?) AND c.state <> 'LINKED' ORDER BY c.position DESC LIMIT 20`,
          [fingerprints.map((print) => Buffer.from(print, 'hex'))],
        );
        const positions = found.map(({ position }) => position);
        if (positions.length === 0) return [];
        const rows = await uow
          .writer()
          .find(caseRecord, { where: { position: In(positions) }, order: { position: 'DESC' } });
        return rows.map(({ matter }) => matter);
      },
    },
  };
}

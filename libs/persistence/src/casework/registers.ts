import type { CaseworkTx, LearnedCompetence } from '#casework';
import { isDuplicateKey } from '../connection/failures.js';
import type { UnitOfWork } from '../connection/unit-of-work.js';

type Stores = Pick<CaseworkTx, 'competences' | 'numbers' | 'answers'>;

/** What was learned, in the order of learning. */
export const learnedSql = 'SELECT topic, to_unit AS `to`, minutes FROM casework_competence ORDER BY position';

const answerSql =
  'SELECT fingerprint, answer FROM casework_answer WHERE answer_key = ? AND answer IS NOT NULL';

/** The office's own books: competences, number registers, answers by key. */
export function registerStores(uow: UnitOfWork): Stores {
  const storedAnswer = async (key: string) => {
    const rows = await uow
      .writer()
      .query<readonly { fingerprint: string; answer: string }[]>(answerSql, [Buffer.from(key)]);
    const row = rows[0];
    if (row === undefined) return undefined;
    const answer: unknown = JSON.parse(row.answer);
    return { fingerprint: row.fingerprint, answer };
  };

  return {
    competences: {
      async teach({ topic, to, minutes }) {
        await uow.writer().query(
          `INSERT INTO casework_competence (topic, to_unit, minutes) VALUES (?, ?, ?)
           ON DUPLICATE KEY UPDATE topic = VALUES(topic)`,
          [topic, to, minutes],
        );
      },
      learned: (): Promise<readonly LearnedCompetence[]> => uow.writer().query(learnedSql),
    },

    numbers: {
      async next(register, year) {
        await uow.writer().query(
          `INSERT INTO casework_number (register, year, last_number) VALUES (?, ?, 1)
           ON DUPLICATE KEY UPDATE last_number = last_number + 1`,
          [register, year],
        );
        const rows = await uow
          .writer()
          .query<readonly { last: number }[]>(
            'SELECT last_number AS `last` FROM casework_number WHERE register = ? AND year = ?',
            [register, year],
          );
        const last = rows[0]?.last;
        if (last === undefined) throw new Error('A number register vanished under its lock.');
        return last;
      },
    },

    answers: {
      async find(key) {
        const stored = await storedAnswer(key);
        if (stored !== undefined) return stored;
        // The key is claimed before the act runs: a second post of it waits here until the first has committed,
        // and then gets its answer instead of a stale version. A rolled-back act leaves no claim.
        try {
          await uow
            .writer()
            .query("INSERT INTO casework_answer (answer_key, fingerprint) VALUES (?, '')", [
              Buffer.from(key),
            ]);
          return undefined;
        } catch (error) {
          if (!isDuplicateKey(error)) throw error;
          return storedAnswer(key);
        }
      },
      async save(key, fingerprint, answer, at) {
        await uow.writer().query(
          `INSERT INTO casework_answer (answer_key, fingerprint, answer, at) VALUES (?, ?, ?, ?)
           ON DUPLICATE KEY UPDATE fingerprint = VALUES(fingerprint), answer = VALUES(answer), at = VALUES(at)`,
          [Buffer.from(key), fingerprint, JSON.stringify(answer), at],
        );
      },
    },
  };
}

import type { CaseDetail } from '#contract';
import { type Case, type LocalDate, isLate } from '#domain';

/** 建议 of a case, the oldest first. */
export function adviceViews({ advice = [] }: Case, today: LocalDate): Pick<CaseDetail, 'advice'> {
  if (advice.length === 0) return {};
  return {
    advice: advice.map(({ id, legId, kind, number, from, to, issuedOn, text, due, reply }) => ({
      ...{ id, legId, kind, number, from, to, issuedOn, text },
      due:
        due === undefined
          ? null
          : { effective: due.effective, article: due.article, late: isLate(due, today) },
      reply:
        reply === undefined
          ? null
          : { on: reply.on, number: reply.number, adopted: reply.adopted, text: reply.text },
    })),
  };
}

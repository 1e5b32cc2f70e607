import type { CasesAsked, Reader, WorklistAsked } from '#casework';
import { caseFilterQuery, worklistFilterQuery, type WorklistName } from '#contract';
import { z } from 'zod';
import { type PageOfList, pageOfList, parseQuery } from './paging.js';

const pageParts = z.looseObject({ limit: z.unknown().optional(), after: z.unknown().optional() }).catch({});

/** A query falls into its page and its filter. */
function parts(query: unknown): { readonly page: object; readonly filter: object } {
  const { limit, after, ...filter } = pageParts.parse(query);
  const page = { ...(limit === undefined ? {} : { limit }), ...(after === undefined ? {} : { after }) };
  return { page, filter };
}

/** A cursor belongs to one list in one order. */
export const listName = (list: string, { sort }: { readonly sort?: string }): string =>
  sort === undefined ? list : `${list}/${sort}`;

/** A question for a worklist. @throws ProblemAnswer that names every value which is not as it must be */
export function worklistAsked(list: WorklistName, query: unknown, reader: Reader | undefined): WorklistAsked {
  const { page, filter: given } = parts(query);
  const filter = parseQuery(worklistFilterQuery, given);
  const asked: PageOfList = pageOfList(listName(list, filter), page);
  return { list, filter, ...asked, ...(reader === undefined ? {} : { reader }) };
}

/** A question for the list of cases. @throws ProblemAnswer that names every value which is not as it must be */
export function casesAsked(query: unknown): CasesAsked {
  const { page, filter: given } = parts(query);
  const filter = parseQuery(caseFilterQuery, given);
  return { filter, ...pageOfList(listName('cases', filter), page) };
}

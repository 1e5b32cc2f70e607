import { caseFilterQuery, type ExportList, worklistFilterQuery, type WorklistName } from '#contract';
import type { Case, LocalDate } from '#domain';
import type { CaseRow, CaseworkReads, Office } from '../ports.js';
import type { Cell, ExportColumn, ExportJob, ExportStore } from '../ports/exports.js';
import { type WorklistViews, worklistRow } from '../views/worklist-views.js';
import { type Column, type Identity, caseColumns, identityColumns, worklistColumns } from './columns.js';

/** What the lines of a list are made from. */
export interface LineDesk {
  readonly lists: Pick<WorklistViews, 'hits' | 'caseRows' | 'caseViews' | 'total'>;
  readonly guards: Pick<CaseworkReads['guards'], 'excludedCases'>;
  readonly store: Pick<ExportStore, 'petitioners'>;
  readonly office: Office;
  today(): LocalDate;
}

/** Rows read at once: what is in memory of a list of any length. */
const PAGE = 200;

type Asked = Pick<ExportJob, 'list' | 'filter' | 'identity' | 'unit' | 'user'>;

const isWorklist = (list: ExportList): list is WorklistName => list !== 'cases';

/** The headings of a list. */
export function columnsOf({ list, identity }: Asked, office: Office): readonly ExportColumn[] {
  const columns: readonly ExportColumn[] = isWorklist(list) ? worklistColumns(namesOf(office)) : caseColumns;
  return [...columns, ...(identity ? identityColumns : [])].map(({ zh, en }) => ({ zh, en }));
}

const namesOf =
  (office: Office) =>
  (unit: string): string =>
    office.unit(unit)?.zh ?? unit;

/** How many rows a list has now; it moves on while it is written. */
export const totalOf = (desk: LineDesk, asked: Asked): Promise<number> =>
  isWorklist(asked.list)
    ? desk.lists.total({
        list: asked.list,
        filter: worklistFilterQuery.parse(asked.filter),
        reader: { unit: asked.unit, user: asked.user },
      })
    : desk.lists.total({ filter: caseFilterQuery.parse(asked.filter) });

/** The lines of a list, a page at a time, without the cases that the reader keeps away from (L1 28(3)). */
export async function* linesOf(desk: LineDesk, asked: Asked): AsyncGenerator<readonly (readonly Cell[])[]> {
  const excluded = new Set(await desk.guards.excludedCases({ unit: asked.unit, user: asked.user }));
  const stays = (row: CaseRow): boolean => !excluded.has(row.matter.id);
  let after: string | undefined;
  do {
    const page = await pageOf(desk, asked, after, stays);
    if (page.lines.length > 0) yield page.lines;
    after = page.next ?? undefined;
  } while (after !== undefined);
}

interface LinesPage {
  readonly lines: readonly (readonly Cell[])[];
  readonly next: string | null;
}

async function pageOf(
  desk: LineDesk,
  asked: Asked,
  from: string | undefined,
  stays: (row: CaseRow) => boolean,
): Promise<LinesPage> {
  const page = { limit: PAGE, ...(from === undefined ? {} : { after: from }) };
  const { list } = asked;
  if (isWorklist(list)) {
    const reader = { unit: asked.unit, user: asked.user };
    const filter = worklistFilterQuery.parse(asked.filter);
    const { items, next } = await desk.lists.hits({ list, filter, reader, ...page });
    const hits = items.filter(({ row }) => stays(row));
    const columns = worklistColumns(namesOf(desk.office));
    const today = desk.today();
    const own = hits.map((hit) => cellsOf(columns, worklistRow(hit, today)));
    return {
      lines: await withIdentity(
        desk,
        asked,
        hits.map(({ row }) => row.matter),
        own,
      ),
      next,
    };
  }
  const filter = caseFilterQuery.parse(asked.filter);
  const { items, next } = await desk.lists.caseRows({ filter, ...page });
  const rows = items.filter(stays);
  const views = await desk.lists.caseViews(rows);
  const own = rows.flatMap(({ matter }) => {
    const view = views.find(({ id }) => id === matter.id);
    return view === undefined ? [] : [cellsOf(caseColumns, { view, matter })];
  });
  return {
    lines: await withIdentity(
      desk,
      asked,
      rows.map(({ matter }) => matter),
      own,
    ),
    next,
  };
}

const cellsOf = <R>(columns: readonly Column<R>[], row: R): readonly Cell[] =>
  columns.map(({ cell }) => cell(row));

/** 信访人 beside each row, where it was asked for: guards 1 and 2 hold on paper too. */
async function withIdentity(
  desk: LineDesk,
  { identity }: Asked,
  matters: readonly Case[],
  lines: readonly (readonly Cell[])[],
): Promise<readonly (readonly Cell[])[]> {
  if (!identity || matters.length === 0) return lines;
  const known = await desk.store.petitioners([...new Set(matters.map(({ id }) => id))]);
  return lines.map((line, at) => [...line, ...cellsOf(identityColumns, identityOf(matters[at], known))]);
}

function identityOf(
  matter: Case | undefined,
  known: Awaited<ReturnType<ExportStore['petitioners']>>,
): Identity {
  const found = matter === undefined ? undefined : known.get(matter.id);
  if (matter?.dossier?.category === 'accusation') return { withheld: '（检举控告，不列）' };
  if (found === undefined) return {};
  return found.secrecy ? { withheld: '（已要求保密）' } : { petitioner: found.petitioner };
}

import { type LocalDate, type Outcome, accepted, refuse } from '#domain';
import type { Office, UnitInfo } from '../ports.js';

/* Bodies that are no more, and who takes their matters (guard 16, L1 24(2)). */

export const SUCCESSION = '信访工作条例24(2)';

/** Whether a body exists no more on this day. */
export const isGone = ({ until }: Pick<UnitInfo, 'until'>, today: LocalDate): boolean =>
  until !== undefined && until < today;

/** Who has a body's matters on this day: itself while it exists, else the last in the line of its successors. */
export function holderOn(office: Office, unit: string, today: LocalDate): string {
  let holder = unit;
  // The directory's line of successors ends: its check refuses a circle.
  for (;;) {
    const info = office.unit(holder);
    if (info?.successor === undefined || !isGone(info, today)) return holder;
    holder = info.successor;
  }
}

/** A dispatch to a body that is gone is refused, and the refusal names who has its matters now. */
export function stillExists(office: Office, unit: UnitInfo, today: LocalDate): Outcome<undefined> {
  if (!isGone(unit, today)) return accepted(undefined);
  const holder = holderOn(office, unit.id, today);
  const successor = holder === unit.id ? '无' : (office.unit(holder)?.zh ?? holder);
  return refuse('body-abolished', { to: unit.zh, until: unit.until ?? '', successor }, SUCCESSION);
}

interface Competent {
  readonly to: string;
  readonly reviewer?: string;
  readonly because: string;
}

/** The competence table follows the succession: the successor is named, with whose line of the table it was. */
export function competentOn(
  office: Office,
  found: Competent | undefined,
  today: LocalDate,
): Competent | undefined {
  if (found === undefined) return undefined;
  const to = holderOn(office, found.to, today);
  const reviewer = found.reviewer === undefined ? undefined : holderOn(office, found.reviewer, today);
  const before = office.unit(found.to);
  const because =
    to === found.to
      ? found.because
      : `${found.because}；${before?.zh ?? found.to}已于 ${before?.until ?? ''} 撤销，其职责由${office.unit(to)?.zh ?? to}承继（${SUCCESSION}）`;
  return { to, because, ...(reviewer === undefined ? {} : { reviewer }) };
}

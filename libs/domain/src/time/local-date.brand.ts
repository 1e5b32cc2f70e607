declare const brand: unique symbol;

/**
 * A legal date: a day on the wall calendar, 'YYYY-MM-DD', without time or zone. Compares rightly as text.
 * Made by parseLocalDate (1900-01-01 … 2200-12-31) or by the arithmetic below.
 */
export type LocalDate = string & { readonly [brand]: 'LocalDate' };

const pad = (n: number, width: number): string => String(n).padStart(width, '0');

/** From numbers that are known to be a real day; parseLocalDate is the border. */
export const localDate = (year: number, month: number, day: number): LocalDate =>
  `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}` as LocalDate;

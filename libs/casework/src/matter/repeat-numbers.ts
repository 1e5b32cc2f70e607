import type { Item } from '../ports.js';

/** 重件编号: the numbers after the highest that the case's items have, e.g. `CS-2026-1-00012-2`. */
export function repeatNumbers(
  originNumber: string,
  items: readonly Item[],
  count: number,
): readonly string[] {
  const highest = items.reduce((most, { number }) => Math.max(most, placeOf(originNumber, number)), 0);
  return Array.from({ length: count }, (_, at) => `${originNumber}-${highest + at + 1}`);
}

function placeOf(originNumber: string, number: string): number {
  const place = number.startsWith(`${originNumber}-`) ? Number(number.slice(originNumber.length + 1)) : 0;
  return Number.isInteger(place) ? place : 0;
}

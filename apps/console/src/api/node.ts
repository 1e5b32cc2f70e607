import {
  board,
  clockWorking,
  historyEntry,
  pageOf,
  type Board,
  type ClockWorking,
  type HistoryEntry,
} from '#contract';
import { z } from 'zod';
import { read, type Answer } from './read.js';

// Compiling schemas needs `new Function`, which a strict content security policy forbids.
z.config({ jitless: true });

/** Server-sent events of this node; `changed` after every committed unit of work. */
export const EVENTS_PATH = '/api/board/events';

export const readBoard = (): Promise<Answer<Board>> => read('/api/board', board);

const historyPage = pageOf(historyEntry);
/** As many rows as a node gives at once; a leg with more than 2 000 entries shows the first. */
const HISTORY_ROWS = 200;
const HISTORY_PAGES = 10;

/** The whole history of a leg, page after page. */
export async function readLegHistory(legId: string): Promise<Answer<readonly HistoryEntry[]>> {
  const entries: HistoryEntry[] = [];
  let after = '';
  for (let page = 0; page < HISTORY_PAGES; page += 1) {
    const answer = await read(
      `/api/legs/${encodeURIComponent(legId)}/history?limit=${HISTORY_ROWS}${after}`,
      historyPage,
    );
    if (!answer.ok) return answer;
    entries.push(...answer.value.items);
    if (answer.value.next === null) break;
    after = `&after=${encodeURIComponent(answer.value.next)}`;
  }
  return { ok: true, value: entries };
}

export const readClockWorking = (key: string): Promise<Answer<ClockWorking>> =>
  read(`/api/clocks/${encodeURIComponent(key)}/working`, clockWorking);

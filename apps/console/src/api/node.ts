import {
  board,
  clockWorking,
  historyEntry,
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

const legHistory = z.array(historyEntry);

export const readLegHistory = (legId: string): Promise<Answer<readonly HistoryEntry[]>> =>
  read(`/api/legs/${encodeURIComponent(legId)}/history`, legHistory);

export const readClockWorking = (key: string): Promise<Answer<ClockWorking>> =>
  read(`/api/clocks/${encodeURIComponent(key)}/working`, clockWorking);

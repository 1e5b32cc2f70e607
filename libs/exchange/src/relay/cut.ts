import { WIRE_LIMITS } from '#contract';
import type { FrameRow } from '../ports/store-rows.js';

/** The name of one sending of a frame. */
export const parcelId = (frame: { readonly frameId: string; readonly attempt: number }): string =>
  `${frame.frameId}-${frame.attempt}`;

export function groupByDest<T extends { readonly dest: string }>(items: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(item.dest, [...(groups.get(item.dest) ?? []), item]);
  return groups;
}

/** Cuts rows, in order, into at most so many frames of at most 500 messages and 512 KiB. The rest stays unclaimed. */
export function cutFrames(rows: readonly FrameRow[], most: number): FrameRow[][] {
  const frames: FrameRow[][] = [];
  let bytes = 0;
  for (const row of rows) {
    const frame = frames.at(-1);
    if (
      frame === undefined ||
      frame.length === WIRE_LIMITS.frameMessages ||
      bytes + row.size > WIRE_LIMITS.frameBytes
    ) {
      if (frames.length === most) break;
      frames.push([row]);
      bytes = row.size;
    } else {
      frame.push(row);
      bytes += row.size;
    }
  }
  return frames;
}

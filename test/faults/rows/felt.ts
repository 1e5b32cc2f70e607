import type { FaultOffice } from '../world/office.js';
import type { FaultProxy, Suffered } from '../world/proxy.js';

/** This machine cannot inject the fault; the message says why. */
export class Skipped extends Error {}

/** A fault that nobody felt proves nothing. @throws when it was not felt. */
export function felt(was: boolean, what: string): void {
  if (!was) throw new Error(`the fault was not felt: ${what}`);
}

/** What a proxy did to its connections since it was looked at. */
export function since(proxy: FaultProxy): () => Suffered {
  const { held, cut, slowed, withheld } = proxy.suffered;
  return () => {
    const now = proxy.suffered;
    return {
      held: now.held - held,
      cut: now.cut - cut,
      slowed: now.slowed - slowed,
      withheld: now.withheld - withheld,
    };
  };
}

export const told = (suffered: Suffered): string =>
  Object.entries(suffered)
    .filter(([, times]) => times > 0)
    .map(([what, times]) => `${String(times)} ${what}`)
    .join(', ');

/** The two offices through which most of the work goes. */
export const BUSY_OFFICES = ['city', 'agency:natural-resources'] as const;

/** kill -9, and started again. */
export async function dieAndReturn(office: FaultOffice): Promise<void> {
  await office.kill();
  await office.start();
}

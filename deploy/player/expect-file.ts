import { enclosureView } from '#contract';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { Expectation } from './casebook-expectation.js';
import type { Performed } from './perform.js';

/** A file is fetched after its message: so long it may take, on a slow machine too. */
const WITHIN_MS = 20_000;
const ASK_AGAIN_MS = 50;

/** The latest file that this office sent along on the leg has come to its other end, which said so. */
export async function fileArrives(
  { fileArrives: wanted }: Expectation,
  { client, after, leg }: Performed,
): Promise<string[]> {
  if (wanted === undefined) return [];
  const deadline = Date.now() + WITHIN_MS;
  for (;;) {
    const files = await client.get(`/api/cases/${after.id}/enclosures`, z.array(enclosureView));
    const sent = files?.findLast(({ way, legId }) => way === 'out' && legId === leg?.id);
    if (sent?.state === 'there') return [];
    if (Date.now() > deadline)
      return [`the file was to arrive, but ${sent === undefined ? 'none was sent' : `is ${sent.state}`}`];
    await pause(ASK_AGAIN_MS);
  }
}

/** The places where a fault run may stop, break or kill a node (exchange.md §4). */
export const FAILPOINTS = [
  'P0',
  'P1',
  'P2',
  'P3',
  'P4',
  'P5',
  'P6',
  'P7',
  'P8',
  'P9',
  'P10',
  'P11',
  'P12',
  'P13',
  'P14',
  'P15',
  'P16',
] as const;
export type FailpointName = (typeof FAILPOINTS)[number];

/** Awaited at a point; does nothing unless the point is armed. */
export type Failpoint = (point: FailpointName) => Promise<void>;

/** The failpoint of a production process: none. */
export const noFailpoint: Failpoint = () => Promise.resolve();

/** What an armed `throw` throws. */
export class FailpointHit extends Error {
  override readonly name = 'FailpointHit';
  constructor(readonly point: FailpointName) {
    super(`failpoint ${point}`);
  }
}

interface Armed {
  readonly action: 'crash' | 'throw' | 'pause';
  readonly pauseMs: number;
  /** On which hit it acts, from 1; 0 = on every one. */
  readonly on: number;
}

/**
 * Parses the setting FAILPOINTS: comma-separated `POINT:ACTION[@N]`, ACTION `crash` (SIGKILL to this process), `throw`
 * or `pause=MS`; `@N` acts on the Nth hit only, without it on every one. Empty or undefined: none. Example:
 * `P4:crash@2,P8:pause=500`. Throws for anything else.
 */
export function parseFailpoints(setting: string | undefined): Failpoint {
  if (setting === undefined || setting.trim() === '') return noFailpoint;
  const armed = new Map<FailpointName, Armed>();
  for (const part of setting.split(',')) {
    const match = /^(P\d+):(crash|throw|pause)(?:=(\d+))?(?:@(\d+))?$/.exec(part.trim());
    const point = FAILPOINTS.find((name) => name === match?.[1]);
    const action = (['crash', 'throw', 'pause'] as const).find((name) => name === match?.[2]);
    if (point === undefined || action === undefined) {
      throw new Error(`FAILPOINTS: "${part}" is not POINT:crash|throw|pause=MS[@N] with a point P0…P16`);
    }
    armed.set(point, { action, pauseMs: Number(match?.[3] ?? 0), on: Number(match?.[4] ?? 0) });
  }
  const hits = new Map<FailpointName, number>();
  return async (point) => {
    const plan = armed.get(point);
    if (plan === undefined) return;
    const hit = (hits.get(point) ?? 0) + 1;
    hits.set(point, hit);
    if (plan.on !== 0 && plan.on !== hit) return;
    if (plan.action === 'throw') throw new FailpointHit(point);
    if (plan.action === 'crash') process.kill(process.pid, 'SIGKILL');
    await new Promise((resolve) => setTimeout(resolve, plan.action === 'crash' ? 60_000 : plan.pauseMs));
  };
}

import type { LegView, Outgoing } from '#contract';

const WORST_FIRST: readonly LegView['lamp'][] = ['红', '黄', '暂定', '绿', '灰'];

/** One line over everything that this office sent out: the worst state and the nearest end bubble up. */
export function outgoingView(legs: readonly LegView[], self: string): { readonly out?: Outgoing } {
  const sent = legs.filter(({ from, kind }) => from === self && kind !== 'slip');
  if (sent.length === 0) return {};
  const open = sent.filter(({ endedOn }) => endedOn === null);
  const [worst] = open.toSorted(byBadness);
  const nearest = open
    .flatMap(({ id, to, nearest: clock }) =>
      clock === null ? [] : [{ leg: id, to, clock: clock.id, effective: clock.effective }],
    )
    .toSorted((a, b) => compare(a.effective, b.effective))[0];
  const out = {
    sent: sent.length,
    open: open.length,
    worst: worst === undefined ? null : { leg: worst.id, to: worst.to, state: worst.state, lamp: worst.lamp },
    nearest: nearest ?? null,
  };
  return { out };
}

/** The worse lamp first; between equals the one whose end is nearer. */
const byBadness = (a: LegView, b: LegView): number =>
  WORST_FIRST.indexOf(a.lamp) - WORST_FIRST.indexOf(b.lamp) || compare(endOf(a), endOf(b));

const endOf = ({ nearest }: LegView): string => nearest?.effective ?? '9999-12-31';
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

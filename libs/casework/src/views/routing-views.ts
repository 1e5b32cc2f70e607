import type { LegView, SuccessionView } from '#contract';
import type { Leg } from '#domain';
import type { CaseworkReads, Office } from '../ports.js';

/** More handovers than this wait nowhere at once; the oldest are shown. */
const MOST = 500;

/** Who held the leg before, as its page names them. */
export const formerlyOf = ({ formerly }: Leg): Pick<LegView, 'formerly'> =>
  formerly === undefined ? {} : { formerly: formerly.map(({ unit, until }) => ({ unit, until })) };

/** 承继移交 that wait for a signature or for their day, the oldest first. */
export async function successionViews(
  reads: Pick<CaseworkReads, 'successions'>,
  office: Office,
): Promise<SuccessionView[]> {
  const nameOf = (unit: string): string => office.unit(unit)?.zh ?? unit;
  return (await reads.successions.open(MOST)).map((one) => ({
    legId: one.legId,
    originNumber: one.originNumber,
    letterNumber: one.letterNumber,
    topic: one.topic,
    from: one.from,
    to: one.to,
    fromName: nameOf(one.from),
    toName: nameOf(one.to),
    on: one.on,
    offeredBy: { unit: one.offeredBy.unit, user: one.offeredBy.user },
    basis: one.basis,
    signed:
      one.signed === undefined
        ? null
        : { on: one.signed.on, unit: one.signed.by.unit, user: one.signed.by.user },
    until: office.unit(one.from)?.until ?? null,
  }));
}

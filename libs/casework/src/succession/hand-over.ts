import type { Outcome } from '#domain';
import type { Desk } from '../desk/desk.js';
import { systemSession } from '../desk/perform.js';
import type { Session } from '../desk/session.js';
import { SUCCESSION, isGone } from '../desk/successor.js';
import type { LegRow } from '../ports.js';
import type { Succession } from '../ports/succession.js';
import { type Signatures, giveUp, moveAtSender } from './move.js';

/** Legs and handovers of one unit of work. */
const BATCH = 50;

/** What a newer directory moved. */
export interface HandedOver {
  readonly legs: number;
}

/**
 * A newer directory says that a unit whose legs lie here has its own node, or another keeper: its open legs go there.
 * Run at every start; a leg that may not go (an accusation of the new holder) stays and says why in its case.
 */
export async function handOverUnits(desk: Desk): Promise<HandedOver> {
  let legs = 0;
  const units = await desk.uow.run((tx) => tx.legs.unitsHeld());
  for (const unit of units) {
    const node = desk.office.unit(unit)?.node;
    if (node === undefined || node === desk.office.self.id) continue;
    const ids = await desk.uow.run((tx) => tx.legs.openTo(unit));
    for (const id of ids) {
      const moved = await desk.uow.run((tx) =>
        onOpenLeg(systemSession(desk, tx), id, (session, row, matter) =>
          giveUp(session, row, matter, { to: unit, toNode: node }),
        ),
      );
      legs += moved ? 1 : 0;
    }
  }
  return { legs };
}

type Mover = (
  session: Session,
  row: LegRow,
  matter: Parameters<typeof giveUp>[2],
) => Promise<Outcome<LegRow>>;

async function onOpenLeg(session: Session, id: string, move: Mover): Promise<boolean> {
  const caseId = await session.tx.legs.caseOf(id);
  const opened = caseId === undefined ? undefined : await session.open(caseId);
  const row = opened?.ok === true ? opened.value.legs.find(({ leg }) => leg.id === id) : undefined;
  if (opened?.ok !== true || row === undefined) return false;
  const moved = await move(session, row, opened.value.row);
  if (!moved.ok) await session.note(row.caseId, 'leg-not-moved', SUCCESSION, `未能移交：${moved.slug}`, id);
  return moved.ok;
}

export const signaturesOf = ({ basis, offeredBy, signed }: Succession): Signatures | undefined =>
  signed === undefined ? undefined : { basis, offeredBy, signedBy: signed.by };

/**
 * Both have signed and the day is there: the predecessor gives up its end, or, where the office above signed in its
 * stead, the sender lets it go over. Before the day nothing happens; the sweep of that day comes by.
 */
export async function carryOut(session: Session, succession: Succession): Promise<boolean> {
  const { office } = session.desk;
  const signed = signaturesOf(succession);
  const [from, to] = [office.unit(succession.from), office.unit(succession.to)];
  if (signed === undefined || from === undefined || to === undefined || !isGone(from, session.today))
    return false;
  const holder = { to: to.id, toNode: to.node };
  const bySuperior = office.unit(signed.offeredBy.unit)?.node !== from.node;
  return onOpenLeg(session, succession.legId, async (one, row, matter) => {
    const mine = row.leg.toNode === one.self;
    const done = mine
      ? await giveUp(one, row, matter, holder, signed)
      : bySuperior && row.leg.fromNode === one.self
        ? await moveAtSender(one, row, matter, holder, signed)
        : undefined;
    // The sender waits for the predecessor; the handover stays until the leg has gone.
    if (done === undefined) return { ok: true, value: row };
    if (mine || done.ok) await one.tx.successions.remove(succession.legId);
    return done;
  });
}

/** Successions that both have signed, when their day comes. */
export async function sweepSuccessions(desk: Desk): Promise<number> {
  const open = await desk.uow.run((tx) => tx.successions.open(BATCH));
  let done = 0;
  for (const succession of open) {
    if (succession.signed === undefined) continue;
    done += (await desk.uow.run((tx) => carryOut(systemSession(desk, tx), succession))) ? 1 : 0;
  }
  return done;
}

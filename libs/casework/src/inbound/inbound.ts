import { isMessageType, maySend } from '#contract';
import type { Applied, InboundMessage, MessageHandler, Settlement } from '#exchange';
import type { Desk } from '../desk/desk.js';
import { systemSession } from '../desk/perform.js';
import type { Session } from '../desk/session.js';
import { isSupervisionType, supervisionSettled } from './supervision-settled.js';

/** Takes in one message, inside the inbox's unit of work. Nothing may be written before it is known to be lawful. */
export type InboundUseCase = (session: Session, message: InboundMessage) => Promise<Applied>;

/**
 * Into quarantine, with a slug that says why and where: `malformed-leg-limit-days`. It crosses the wire and is shown,
 * so it never quotes the message.
 */
export function quarantined(reason: string, where = ''): Applied {
  const slug = `${reason} ${where}`
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .slice(0, 64);
  return { kind: 'quarantined', reason: slug.replace(/-$/u, '') };
}

export const applied: Applied = { kind: 'applied' };

/** A message handler of the exchange: judges the sender's role, then hands over to the use case in the open unit. */
export function handlerOf(desk: Desk, useCase: InboundUseCase): MessageHandler {
  return {
    async handle(message) {
      const sender = desk.office.unit(message.source);
      if (sender === undefined) return quarantined('sender-not-in-directory');
      if (!isMessageType(message.type) || !maySend(sender.role, message.type))
        return quarantined('sender-role');
      return desk.uow.run((tx) => useCase(systemSession(desk, tx), message));
    },
  };
}

/** The first tick: the addressee's node answered for good. Runs in the unit that applies the receipt. */
export async function settled(desk: Desk, settlement: Settlement): Promise<void> {
  if (isSupervisionType(settlement.type)) return supervisionSettled(desk, settlement);
  if (settlement.type !== 'huiyin.leg.sent.v1') return;
  await desk.uow.run(async (tx) => {
    const { id } = settlement.stream;
    if (settlement.outcome === 'applied') return tx.legs.markDelivered(id, settlement.at.toISOString());
    await refusedThere(systemSession(desk, tx), id, settlement);
  });
}

/** 对方系统拒收: the leg ends and the case is back on the dispatcher's list, with reason and article. */
async function refusedThere(session: Session, legId: string, settlement: Settlement): Promise<void> {
  const caseId = await session.tx.legs.caseOf(legId);
  if (caseId === undefined) return;
  const opened = await session.open(caseId);
  const row = opened.ok ? opened.value.legs.find((entry) => entry.leg.id === legId) : undefined;
  if (row?.leg.state !== 'SENT') return;
  const reason = settlement.reason ?? settlement.outcome;
  const data = { slug: reason, ...(settlement.article === undefined ? {} : { article: settlement.article }) };
  await session.refusedByAddressee(row, data);
}

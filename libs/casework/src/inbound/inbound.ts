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

/** Handlers of the exchange for a role's table: they judge the sender's role, then the use case runs in the open unit. */
export function handlersOf(
  desk: Desk,
  table: Readonly<Record<string, InboundUseCase>>,
): ReadonlyMap<string, MessageHandler> {
  const prepare = (messages: readonly InboundMessage[]): Promise<void> =>
    desk.uow.run((tx) =>
      tx.expect({
        legs: [...new Set(messages.flatMap(({ stream }) => (stream.kind === 'leg' ? stream.id : [])))],
        origins: [...new Set(messages.map(({ subject }) => subject))],
      }),
    );
  return new Map(
    Object.entries(table).map(([type, useCase]) => [type, { ...handlerOf(desk, useCase), prepare }]),
  );
}

/** One of them alone, which reads what it needs when it needs it. */
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

/**
 * Types whose refusal has an effect at their sender (refusedThere): the matter is back on its desk. Applied afterwards,
 * the addressee would handle what its sender has taken back.
 */
export const REFUSED_FOR_GOOD: ReadonlySet<string> = new Set(['huiyin.leg.sent.v1']);

/** The first tick: the addressee's node answered for good. Runs in the unit that applies the receipt. */
export async function settled(desk: Desk, settlement: Settlement): Promise<void> {
  if (isSupervisionType(settlement.type)) return supervisionSettled(desk, settlement);
  if (!REFUSED_FOR_GOOD.has(settlement.type)) return;
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

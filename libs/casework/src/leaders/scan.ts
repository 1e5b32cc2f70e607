import { type Instruction, type Outcome, accepted, refuse } from '#domain';
import type { Session } from '../desk/session.js';

/** The attachment of this case on which the instruction was written, with the digest that it has now. */
export async function scanOf(
  session: Session,
  caseId: string,
  attachment: string | undefined,
): Promise<Outcome<Instruction['scan']>> {
  if (attachment === undefined) return accepted(undefined);
  const files = await session.tx.intake.attachments(caseId);
  const found = files.find(({ id }) => id === attachment.toLowerCase());
  if (found === undefined) return refuse('unknown-attachment');
  const { id, type, sha256 } = found;
  return type === 'application/pdf' || type.startsWith('image/')
    ? accepted({ attachment: id, sha256 })
    : refuse('not-a-scan');
}

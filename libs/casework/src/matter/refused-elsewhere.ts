import { type Outcome, articleOf, refuse } from '#domain';
import type { Session } from '../desk/session.js';

/** Guard 11 before a case goes out: what is in hand or barred elsewhere is not accepted again. */
export async function refusedElsewhere(session: Session, caseId: string): Promise<Outcome<undefined>> {
  const known = await session.tx.matter.elsewhere(caseId);
  const there = known.find(({ consequence, another }) => consequence !== 'inform' && !another);
  if (there === undefined) return { ok: true, value: undefined };
  const office = session.desk.office.unit(there.office)?.zh ?? there.office;
  const { originNumber, consequence } = there;
  return refuse('accepted-elsewhere', { office, originNumber }, articleOf(consequence));
}

import { STAFF_ROLES, type StaffRole, type StaffUser } from '#contract';
import type { NetworkDirectory } from '../directory/network-directory.js';

/** Who acts, as an act names it until log-in exists. */
export interface ActorClaim {
  /** The acting node or unit, e.g. `city`, `unit:yi-government`, `unit:liquidators`. */
  readonly unit: string;
  /** User id or post (`cs-deputy`, `副主任`); absent: the one user of the lawful role. */
  readonly user?: string | undefined;
  /** 代录: the keeper enters the act of a unit without a node; `recordedBy` defaults to the node that is asked. */
  readonly onPaper?:
    { readonly recordedBy?: string | undefined; readonly source: 'paper' | 'telephone' } | undefined;
}

/** What the act allows. */
export interface ActorDemand {
  /** Roles that may do it, the usual one first. `system` may stand among them and is nobody of the staff. */
  readonly roles: readonly string[];
  /** Posts or user ids that may not: the handler for a reviewer, the requester for an approver (guard 7). */
  readonly except?: readonly string[];
}

/** Who did it, for the history: posts, never personal names. */
export interface ResolvedActor {
  readonly unit: string;
  /** The post; of an act on paper, the keeper's registrar who entered it. */
  readonly user: string;
  readonly userId: string;
  /** The lawful role in which it was done; of an act on paper, that of the signer at the unit. */
  readonly role: StaffRole;
  readonly onPaper?: { readonly recordedBy: string; readonly source: 'paper' | 'telephone' };
}

export const ACTOR_REFUSALS = [
  'unknown-unit',
  'unit-not-here',
  'unknown-user',
  'role-not-allowed',
  'no-user-of-role',
  'several-users-of-role',
  'same-person',
  'not-the-keeper',
  'on-paper-only',
] as const;
export type ActorRefusal = (typeof ACTOR_REFUSALS)[number];

export type ActorResolution =
  | { readonly ok: true; readonly actor: ResolvedActor }
  | { readonly ok: false; readonly slug: ActorRefusal; readonly details: Readonly<Record<string, string>> };

/**
 * Finds the person behind an act at this node. The unit must work here: the node itself, a unit inside it, or a unit
 * without a node that it keeps, whose acts its registrar enters from paper or telephone.
 */
export function resolveActor(
  directory: NetworkDirectory,
  node: string,
  claim: ActorClaim,
  demand: ActorDemand,
): ActorResolution {
  const { unit, onPaper } = claim;
  const party = directory.party(unit);
  if (party === undefined) return refuse('unknown-unit', { unit });
  if (party.node !== node) return refuse('unit-not-here', { unit, node: party.node });
  if (party.works !== 'offline') {
    return onPaper === undefined
      ? choose(directory, unit, claim, demand)
      : refuse('not-the-keeper', { unit, keeper: node });
  }
  if (onPaper === undefined) return refuse('on-paper-only', { unit, keeper: node });
  const { recordedBy = node, source } = onPaper;
  if (recordedBy !== node) return refuse('not-the-keeper', { unit, keeper: node });
  // Two people: who signed at the unit, in a role that the act allows (the paper says so), and who enters it here.
  const signed = STAFF_ROLES.find((role) => demand.roles.find((one) => one !== 'system') === role);
  if (signed === undefined) return refuse('no-user-of-role', { unit, roles: demand.roles.join(', ') });
  const recorder = choose(directory, node, claim, { ...demand, roles: ['registrar'] });
  if (!recorder.ok) return recorder;
  return { ok: true, actor: { ...recorder.actor, unit, role: signed, onPaper: { recordedBy, source } } };
}

function choose(
  directory: NetworkDirectory,
  unit: string,
  { user }: ActorClaim,
  { roles, except = [] }: ActorDemand,
): ActorResolution {
  const excluded = (one: StaffUser): boolean => except.includes(one.id) || except.includes(one.post);
  const lawful = (one: StaffUser): StaffRole | undefined =>
    roles.flatMap((role) => one.roles.filter((own) => own === role))[0];
  if (user !== undefined) {
    const one = directory.staffMember(unit, user);
    if (one === undefined) return refuse('unknown-user', { unit, user });
    const role = lawful(one);
    if (role === undefined)
      return refuse('role-not-allowed', { unit, user: one.post, roles: roles.join(', ') });
    return excluded(one) ? refuse('same-person', { unit, user: one.post }) : accept(unit, one, role);
  }
  let left = false;
  for (const role of roles) {
    const holders = directory.staffOf(unit).filter(({ roles: own }) => own.some((one) => one === role));
    const free = holders.filter((one) => !excluded(one));
    left ||= free.length < holders.length;
    if (free.length > 1)
      return refuse('several-users-of-role', { unit, role, users: free.map(({ post }) => post).join(', ') });
    const [one] = free;
    const own = one?.roles.find((held) => held === role);
    if (one !== undefined && own !== undefined) return accept(unit, one, own);
  }
  return left
    ? refuse('same-person', { unit, user: except.join(', ') })
    : refuse('no-user-of-role', { unit, roles: roles.join(', ') });
}

const accept = (unit: string, { id, post }: StaffUser, role: StaffRole): ActorResolution => ({
  ok: true,
  actor: { unit, user: post, userId: id, role },
});

const refuse = (slug: ActorRefusal, details: Readonly<Record<string, string>>): ActorResolution => ({
  ok: false,
  slug,
  details,
});

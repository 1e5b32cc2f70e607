import type { NodeRole, StaffRole } from '#contract';
import { resolveActor, type ActorClaim, type ActorRefusal } from './actor/resolve-actor.js';
import type { NetworkDirectory, Party } from './directory/network-directory.js';

/** The kind of body that a clock rule asks for (the domain's BodyKind). */
type Body = 'congress' | 'government' | 'court' | 'procuratorate' | 'discipline' | 'other';

interface OfficeUnit {
  readonly id: string;
  readonly zh: string;
  readonly node: string;
  readonly works: Party['works'];
  readonly role: NodeRole;
  readonly body: Body;
  readonly documentPrefix: string;
  /** The congress office above its node. */
  readonly parent?: string;
  readonly until?: string;
  readonly successor?: string;
}

interface OfficeActor {
  readonly unit: string;
  /** The post. */
  readonly user: string;
  readonly role: StaffRole;
  readonly onPaper?: { readonly recordedBy: string; readonly source: 'paper' | 'telephone' };
}

/** The domain's refusals that an unfit actor gets. */
const REFUSED = {
  'unknown-unit': 'not-your-unit',
  'unit-not-here': 'not-your-unit',
  'unknown-user': 'role-not-allowed',
  'role-not-allowed': 'role-not-allowed',
  'no-user-of-role': 'role-not-allowed',
  'several-users-of-role': 'role-not-allowed',
  'same-person': 'reviewer-is-handler',
  'not-the-keeper': 'not-the-keeper',
  'on-paper-only': 'on-paper-only',
} as const satisfies Record<ActorRefusal, string>;

type OfficeOutcome =
  | { readonly ok: true; readonly value: OfficeActor }
  | {
      readonly ok: false;
      readonly slug: (typeof REFUSED)[ActorRefusal];
      readonly details: Readonly<Record<string, string>>;
    };

/**
 * The directory as one node's casework asks it. Has the shape of the casework's port `Office`; access may not import
 * the casework, so the composition root joins them and the compiler checks that they fit.
 */
export class NodeOffice {
  readonly self: OfficeUnit;
  readonly code: string;

  /** Throws when the directory has no such node: `openNetwork` has refused that before. */
  constructor(
    private readonly directory: NetworkDirectory,
    node: string,
  ) {
    const own = directory.node(node);
    const self = this.unit(node);
    if (own === undefined || self === undefined) throw new Error(`${node} is no node of the network`);
    this.self = self;
    this.code = own.code;
  }

  unit(id: string): OfficeUnit | undefined {
    const party = this.directory.party(id);
    if (party === undefined) return undefined;
    const { name, node, works, role } = party;
    // A unit without a prefix of its own is written to and for under its keeper's.
    const documentPrefix = party.documentPrefix ?? this.directory.node(node)?.documentPrefix ?? '';
    const parent = this.directory.node(node)?.parent;
    const { validUntil: until, succeededBy: successor } = party;
    return {
      id,
      zh: name.zh,
      node,
      works,
      role,
      body: bodyOf(party),
      documentPrefix,
      ...(parent === undefined ? {} : { parent }),
      ...(until === undefined ? {} : { until }),
      ...(successor === undefined ? {} : { successor }),
    };
  }

  linkedWith(node: string): boolean {
    return this.directory.peersOf(this.self.id).has(node);
  }

  competence(
    topic: string,
    learned: readonly { readonly topic: string; readonly to: string; readonly minutes: string }[] = [],
  ): { readonly to: string; readonly reviewer?: string; readonly because: string } | undefined {
    const taught = learned.map((line) => ({
      topic: line.topic,
      handler: line.to,
      source: `会议纪要 ${line.minutes}`,
    }));
    const found = this.directory.suggest(topic, taught);
    if (found === undefined) return undefined;
    const { handler, reviewedBy, source, why } = found;
    const because = why === undefined ? source : `${why}（${source}）`;
    return { to: handler, ...(reviewedBy === undefined ? {} : { reviewer: reviewedBy }), because };
  }

  resolve(nameOrId: string): string | undefined {
    if (this.directory.has(nameOrId)) return nameOrId;
    return this.directory.resolveName(nameOrId) ?? this.directory.unitOfStaff(nameOrId);
  }

  staffNamed(name: string): readonly { readonly unit: string; readonly user: string }[] {
    return this.directory
      .staffNamed(name)
      .filter(({ unit }) => this.directory.nodeOf(unit) === this.self.id)
      .map(({ unit, post }) => ({ unit, user: post }));
  }

  isNearAccused(party: string, accused: string): boolean {
    return this.directory.isNearAccused(party, accused);
  }

  decidesBetween(bodies: readonly string[]): string | undefined {
    return this.directory.decidesBetween(bodies);
  }

  answersTo(party: string, leader: string): boolean {
    return this.directory.answersTo(party, leader);
  }

  actor(as: ActorClaim, roles: readonly string[]): OfficeOutcome {
    const found = resolveActor(this.directory, this.self.id, as, { roles });
    if (!found.ok)
      return { ok: false, slug: REFUSED[found.slug], details: { ...found.details, reason: found.slug } };
    const { unit, user, role, onPaper } = found.actor;
    return { ok: true, value: { unit, user, role, ...(onPaper === undefined ? {} : { onPaper }) } };
  }
}

/** Congress offices and their committees; township governments and bureaus; a unit without a node is what it is not said to be. */
function bodyOf({ role, works, kind }: Party): Body {
  if (works === 'inside' && role === 'township') return 'government';
  if (works === 'offline') return 'other';
  switch (role) {
    case 'agency':
      return kind === undefined || kind === 'administrative' ? 'government' : kind;
    case 'city':
    case 'township':
    case 'committee':
      return 'congress';
  }
}

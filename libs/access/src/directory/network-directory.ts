import type {
  AgencyKind,
  BilingualName,
  CompetenceEntry,
  CongressLevel,
  Directory,
  DirectoryNode,
  DirectoryUnit,
  LinkKind,
  NetworkDefaults,
  NodeRole,
  RulePackId,
  StaffRole,
  StaffUser,
} from '#contract';
import { suggestCompetence, type CompetenceSuggestion } from './competence.js';
import { linksOf } from './links.js';

/** Settings of the network that the clocks and the review need. */
export interface NetworkSettings {
  readonly network: string;
  readonly version: number;
  readonly simulated: boolean;
  readonly timeZone: string;
  readonly rulePack: RulePackId;
  /** Calendar days. */
  readonly reserveDays: number;
  readonly defaults: NetworkDefaults;
}

/** A node or a unit, as a screen or a letter names it. */
export interface Party {
  readonly id: string;
  readonly name: BilingualName;
  readonly short: BilingualName;
  /** The node whose database holds its legs; the id itself for a node. */
  readonly node: string;
  /** `offline` 线下单位: its keeper enters its acts. */
  readonly works: 'node' | 'inside' | 'offline';
  readonly role: NodeRole;
  readonly level?: CongressLevel;
  readonly kind?: AgencyKind;
  readonly documentPrefix?: string;
  /** The last day on which it exists; absent: it exists. */
  readonly validUntil?: string;
  readonly succeededBy?: string;
}

/** Lookups in a directory that has passed every check; unknown ids give undefined, never an error. */
export class NetworkDirectory {
  readonly settings: NetworkSettings;
  readonly name: BilingualName;
  private readonly nodesById: ReadonlyMap<string, DirectoryNode>;
  private readonly unitsById: ReadonlyMap<string, DirectoryUnit>;
  private readonly above: ReadonlyMap<string, string>;
  private readonly leaders: ReadonlyMap<string, string>;
  private readonly links: ReadonlyMap<string, ReadonlyMap<string, LinkKind>>;
  private readonly ids: ReadonlyMap<string, string>;

  constructor(private readonly file: Directory) {
    const { network, version, simulated, timeZone, rulePack, reserveDays, defaults } = file;
    this.settings = { network, version, simulated, timeZone, rulePack, reserveDays, defaults };
    this.name = file.name;
    this.nodesById = new Map(file.nodes.map((node) => [node.id, node]));
    this.unitsById = new Map(file.units.map((unit) => [unit.id, unit]));
    this.above = new Map(
      [...file.units, ...file.bodies].flatMap(({ id, under }) => (under === undefined ? [] : [[id, under]])),
    );
    this.leaders = new Map(file.nodes.flatMap(({ id, ledBy }) => (ledBy === undefined ? [] : [[id, ledBy]])));
    this.links = linksOf(file);
    this.ids = namesOf(file);
  }

  /** A newer directory takes this one's place for everybody who holds it. It has passed every check as well. */
  adopt(newer: NetworkDirectory): void {
    Object.assign(this, newer);
  }

  /** All nodes in the order of the file. */
  nodes(): readonly DirectoryNode[] {
    return this.file.nodes;
  }

  node(id: string): DirectoryNode | undefined {
    return this.nodesById.get(id);
  }

  /** The units whose legs lie in this node's database. */
  unitsKeptBy(node: string): readonly DirectoryUnit[] {
    return this.file.units.filter(({ keeper }) => keeper === node);
  }

  /** A node or unit that may be sent to; undefined for bodies, posts and unknown ids. */
  party(id: string): Party | undefined {
    const unit = this.unitsById.get(id);
    const node = this.nodesById.get(unit?.keeper ?? id);
    if (node === undefined) return undefined;
    const { role, level, kind } = node;
    const rank = { role, ...(level === undefined ? {} : { level }), ...(kind === undefined ? {} : { kind }) };
    const existence = existenceOf(unit ?? node);
    if (unit === undefined) {
      const { name, short, documentPrefix } = node;
      return { id, name, short, node: id, works: 'node', documentPrefix, ...rank, ...existence };
    }
    const { name, short, works, documentPrefix } = unit;
    const prefix = documentPrefix === undefined ? {} : { documentPrefix };
    return { id, name, short, node: node.id, works, ...rank, ...prefix, ...existence };
  }

  /** The node that holds the legs of a node or unit, or of the unit above a body or post. */
  nodeOf(id: string): string | undefined {
    for (const step of this.chainUnder(id)) {
      const node = this.unitsById.get(step)?.keeper ?? (this.nodesById.has(step) ? step : undefined);
      if (node !== undefined) return node;
    }
    return undefined;
  }

  /** The congress offices above a node or unit, nearest first. */
  parentChain(id: string): readonly string[] {
    const chain: string[] = [];
    let at = this.nodesById.get(this.nodeOf(id) ?? '')?.parent;
    while (at !== undefined && !chain.includes(at)) {
      chain.push(at);
      at = this.nodesById.get(at)?.parent;
    }
    return chain;
  }

  /** The common superior of two bodies, which decides when both refuse; undefined: there is none (domain.md §6, 13). */
  commonSuperior(one: string, other: string): string | undefined {
    const others = this.parentChain(other);
    return this.parentChain(one).find((id) => others.includes(id));
  }

  /**
   * Who decides between bodies that all refuse a matter (L1 24): the nearest that leads every one of them, and for
   * congress offices the congress above. Undefined: they have no common superior, a 信访工作联席会议 does it.
   */
  decidesBetween(bodies: readonly string[]): string | undefined {
    const [first, ...others] = bodies.map((body) => this.superiorsOf(body));
    return first?.find((id) => others.every((chain) => chain.includes(id)));
  }

  /** Those that lead a body, nearest first. A congress office coordinates what lies below it, it leads no court or bureau. */
  private superiorsOf(id: string): readonly string[] {
    const chain: string[] = [];
    let at = this.above.get(id) ?? this.leaders.get(id);
    while (at !== undefined && !chain.includes(at)) {
      chain.push(at);
      at = this.above.get(at) ?? this.leaders.get(at);
    }
    const role = this.nodesById.get(chain.at(-1) ?? id)?.role;
    return role === 'agency' ? chain : [...chain, ...this.parentChain(id)];
  }

  /** The nodes this one may exchange with, with the kind of link. */
  peersOf(node: string): ReadonlyMap<string, LinkKind> {
    return this.links.get(node) ?? new Map<string, LinkKind>();
  }

  /** Whether two parties may send to each other: their nodes are linked, or one node holds both. */
  mayExchange(one: string, other: string): boolean {
    const from = this.party(one)?.node;
    const to = this.party(other)?.node;
    return from !== undefined && to !== undefined && (from === to || this.peersOf(from).has(to));
  }

  /**
   * Whether a body, post, unit or node stands below another: by what it is under, then by its congress offices.
   * For the accusation guard use `answersTo`: a congress office does not lead the one below it.
   */
  isUnder(id: string, above: string): boolean {
    const chain = this.chainUnder(id);
    const top = chain.at(-1) ?? id;
    return id !== above && (chain.includes(above) || this.parentChain(top).includes(above));
  }

  /** Whether `id` is a part of, or is led by, `leader` (L1 30(3): neither may receive an accusation of the other). */
  answersTo(id: string, leader: string): boolean {
    if (id === leader) return false;
    const seen = new Set<string>();
    let at: string | undefined = id;
    while (at !== undefined && !seen.has(at)) {
      if (at === leader) return true;
      seen.add(at);
      at = this.above.get(at) ?? this.leaders.get(at);
    }
    return false;
  }

  /**
   * Whether a party must not get an accusation of `accused` (L1 30(3)): it is the accused or holds its post, is a part of it or
   * has it as a part, leads it or answers to it, or is kept in the node of one that does.
   */
  isNearAccused(party: string, accused: string): boolean {
    // A person's own body is as near as the person.
    const body = this.isPost(accused) ? this.above.get(accused) : undefined;
    const all = body === undefined ? [accused] : [accused, body];
    const ends = new Set([party, this.party(party)?.node ?? party]);
    return all.some((one) =>
      [...ends].some((end) => end === one || this.answersTo(end, one) || this.answersTo(one, end)),
    );
  }

  /** A post below a body, not a body itself: `post:bing-village-head`. */
  private isPost(id: string): boolean {
    return id.startsWith('post:');
  }

  /** Whether anything in the network has this id: a node, a unit, a body or a post. */
  has(id: string): boolean {
    return this.nodesById.has(id) || this.unitsById.has(id) || this.above.has(id);
  }

  /** Everybody of this name in any unit's staff, with the post. */
  staffNamed(name: string): readonly { readonly unit: string; readonly post: string }[] {
    return this.file.staff.flatMap(({ unit, users }) =>
      users.filter((user) => user.name === bare(name)).map(({ post }) => ({ unit, post })),
    );
  }

  /** The one unit whose staff has this name; undefined when nobody has, or when two units have. */
  unitOfStaff(name: string): string | undefined {
    const [first, ...others] = this.staffNamed(name);
    return others.every(({ unit }) => unit === first?.unit) ? first?.unit : undefined;
  }

  /** Resolves a name in a letter (full name, short name or alias, spaces ignored) to an id; undefined: ask a second person. */
  resolveName(name: string): string | undefined {
    return this.ids.get(bare(name));
  }

  /** Chinese and English name of anything with an id. */
  nameOf(id: string): BilingualName | undefined {
    return [...this.file.nodes, ...this.file.units, ...this.file.bodies].find((one) => one.id === id)?.name;
  }

  /** Who is competent for a topic, with the reason. Entries that minutes taught this node win over equal ones of the directory. */
  suggest(topic: string, learned: readonly CompetenceEntry[] = []): CompetenceSuggestion | undefined {
    return suggestCompetence(topic, this.file.competence, learned);
  }

  /** The staff of a node or inside unit; none for units without a node. */
  staffOf(unit: string): readonly StaffUser[] {
    return this.file.staff.find((list) => list.unit === unit)?.users ?? [];
  }

  staffWithRole(unit: string, role: StaffRole): readonly StaffUser[] {
    return this.staffOf(unit).filter(({ roles }) => roles.includes(role));
  }

  /** By user id or by post: `cs-deputy` or `副主任`. */
  staffMember(unit: string, idOrPost: string): StaffUser | undefined {
    return this.staffOf(unit).find(({ id, post }) => id === idOrPost || post === idOrPost);
  }

  /** The unit, body or node that a unit, body or post is directly under. */
  aboveOf(id: string): string | undefined {
    return this.above.get(id);
  }

  private chainUnder(id: string): readonly string[] {
    const chain: string[] = [];
    let at: string | undefined = id;
    while (at !== undefined && !chain.includes(at)) {
      chain.push(at);
      at = this.above.get(at);
    }
    return chain;
  }
}

const existenceOf = ({
  validUntil,
  succeededBy,
}: DirectoryNode | DirectoryUnit): Pick<Party, 'validUntil' | 'succeededBy'> => ({
  ...(validUntil === undefined ? {} : { validUntil }),
  ...(succeededBy === undefined ? {} : { succeededBy }),
});

const bare = (name: string): string => name.replace(/\s+/gu, '');

function namesOf({ nodes, units, bodies }: Directory): Map<string, string> {
  const ids = new Map<string, string>();
  for (const { id, name, short, aliases } of [...nodes, ...units]) {
    for (const one of [name.zh, short.zh, ...aliases]) ids.set(bare(one), id);
  }
  for (const { id, name, aliases } of bodies) for (const one of [name.zh, ...aliases]) ids.set(bare(one), id);
  return ids;
}

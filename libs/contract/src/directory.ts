import { z } from 'zod';
import type { StaffList } from './directory-staff.js';
import { certificateSchema, httpsSchema, operatorSchema } from './directory-carriage.js';
import { supervisionDefaultsSchema } from './directory-supervision.js';
import { day, period, text, unitId } from './text.js';

/**
 * The network directory: who belongs to the network, who may send to whom, who answers for what.
 * Written as `deploy/network/<name>/network.yaml` (+ `staff.yaml`), read and validated at every start.
 * Here is its shape; what must hold between its entries is checked by libs/access.
 */

/** The app that runs a node. */
export const NODE_ROLES = ['city', 'township', 'committee', 'agency'] as const;
export type NodeRole = (typeof NODE_ROLES)[number];

/** Level of a congress's petition office (role `city` only): 省、地级市、县（县级市）. */
export const CONGRESS_LEVELS = ['province', 'prefecture', 'county'] as const;
export type CongressLevel = (typeof CONGRESS_LEVELS)[number];

/** Kind of an agency: a court on litigation rights carries no C4, discipline organs notify by their own rules. */
export const AGENCY_KINDS = ['administrative', 'court', 'procuratorate', 'discipline'] as const;
export type AgencyKind = (typeof AGENCY_KINDS)[number];

/** 纵向 between congress offices, 横向 between a congress and 一府两院, 内部 between the office and its committees. */
export const LINK_KINDS = ['vertical', 'horizontal', 'internal'] as const;
export type LinkKind = (typeof LINK_KINDS)[number];

/** Rule packs that ship in deploy/rules. */
export const RULE_PACKS = ['NAT', 'SH', 'BJ', 'SD', 'HA', 'ZJ'] as const;
export type RulePackId = (typeof RULE_PACKS)[number];

const TOPIC_PATTERN = /^[^\s/*]+(?:\/[^\s/*]+){0,2}(?:\/\*)?$/;

/** A name in both languages of the screens. */
const bilingualNameSchema = z.strictObject({ zh: text(80), en: text(160) });
export type BilingualName = z.infer<typeof bilingualNameSchema>;

/** An instant in UTC, to the second. Example: `2026-01-01T00:00:00Z`. */
const instantSchema = z.iso.datetime({ error: 'must be an instant in UTC such as 2026-01-01T00:00:00Z' });

/** 32 raw bytes of an Ed25519 or X25519 public key, base64url without padding (43 characters). */
const keyBytesSchema = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/, { error: 'must be 32 bytes in base64url without padding (43 characters)' });

/** Public keys of a node for a span of time. A real network lists them, a simulated one makes them at first start. */
const publicKeysSchema = z.strictObject({
  /** Id of the pair, unique in the network; frames name it. */
  kid: z.string().regex(/^[A-Za-z0-9._-]{4,64}$/, { error: 'must be 4 to 64 letters, digits, dots, dashes' }),
  /** Ed25519: checks this node's signatures. */
  sign: keyBytesSchema,
  /** X25519: seals frames to this node. */
  seal: keyBytesSchema,
  validFrom: instantSchema,
  /** Absent: until withdrawn by a newer directory. */
  validUntil: z.exactOptional(instantSchema),
  /** From this instant on nothing it signs is believed: it was lost or stolen. What it signed before still verifies. */
  revokedOn: z.exactOptional(instantSchema),
});
export type PublicKeys = z.infer<typeof publicKeysSchema>;

/** How frames reach a node (exchange.md §1: two drivers of one port); told by libs/contract/src/directory-carriage.ts. */
const carriage = {
  /**
   * The organisation that runs the node. Frames between nodes of one organisation lie in its Redis; between two they
   * travel over HTTPS, as write access to a queue is EVAL in somebody's Redis. Default: all are run by one.
   */
  operator: z.exactOptional(operatorSchema),
  /** Where it takes frames over HTTPS; needed by whoever is linked with a node of another operator. */
  https: z.exactOptional(httpsSchema),
};

/** How long a body exists, and who follows it. An id is never used again (domain.md §6, 16). */
const existence = {
  /** The last day on which it exists; it stays listed, so that its id and name keep their meaning. Absent: it exists. */
  validUntil: z.exactOptional(day),
  /** Who takes its matters when it is gone (L1 24(2)). */
  succeededBy: z.exactOptional(unitId),
};

/** A node: one office with its own application, database and queue. */
const nodeSchema = z.strictObject({
  id: unitId,
  role: z.enum(NODE_ROLES),
  /** Role `city` only. */
  level: z.exactOptional(z.enum(CONGRESS_LEVELS)),
  /** Role `agency` only. */
  kind: z.exactOptional(z.enum(AGENCY_KINDS)),
  /** The congress office above; absent for the root only. */
  parent: z.exactOptional(unitId),
  /** The body that leads this one (departments: the government). An accusation is not sent to it either (L1 30(3)). */
  ledBy: z.exactOptional(unitId),
  /** Latin letters in origin and local numbers, unique in the network. Example: `CS`. */
  code: z
    .string()
    .regex(/^[A-Z][A-Z0-9]{1,3}$/, { error: 'must be 2 to 4 capital letters or digits such as CS' }),
  name: bilingualNameSchema,
  /** Short name for lanes and lists. */
  short: bilingualNameSchema,
  /** Other names by which letters call it (市卫生局); resolve to this node. */
  aliases: z.array(text(80)).max(20).default([]),
  /** 发文字号 without year and number. Example: `临人信` → 临人信〔2026〕3号. */
  documentPrefix: z
    .string()
    .regex(/^\p{Script=Han}{2,12}$/u, { error: 'must be 2 to 12 Chinese characters such as 临人信' }),
  keys: z.array(publicKeysSchema).max(8).default([]),
  ...carriage,
  ...existence,
});
export type DirectoryNode = z.infer<typeof nodeSchema>;

/** A unit without an application of its own. */
const unitSchema = z.strictObject({
  id: unitId,
  name: bilingualNameSchema,
  short: bilingualNameSchema,
  aliases: z.array(text(80)).max(20).default([]),
  /** The node whose database holds its legs. */
  keeper: unitId,
  /** The node, unit or body that leads it; default: none. */
  under: z.exactOptional(unitId),
  /**
   * `inside`: works in the keeper's application with staff of its own (township government).
   * `offline` 线下单位: the keeper prints its letters and enters its acts (代录).
   */
  works: z.enum(['inside', 'offline']),
  /** 发文字号 of an inside unit that signs its own papers. */
  documentPrefix: z.exactOptional(z.string().regex(/^\p{Script=Han}{2,12}$/u)),
  ...existence,
});
export type DirectoryUnit = z.infer<typeof unitSchema>;

/** A body or post below a unit: cannot be sent to, is listed so that an accused can be resolved (L1 30(3)). */
const bodySchema = z.strictObject({
  id: unitId,
  name: bilingualNameSchema,
  aliases: z.array(text(80)).max(20).default([]),
  under: unitId,
});
export type DirectoryBody = z.infer<typeof bodySchema>;

/** Who may send to whom, both ways: one node and those it is linked with. */
const linkSchema = z.strictObject({
  kind: z.enum(LINK_KINDS),
  of: unitId,
  with: z.array(unitId).min(1).max(200),
});
export type DirectoryLink = z.infer<typeof linkSchema>;

/** Which body decides matters of a topic and which committee reviews the result. The more specific entry wins. */
const competenceSchema = z.strictObject({
  /** A topic of up to three levels, or a prefix and `/*`. Example: `教育文体/*`. */
  topic: z.string().max(100).regex(TOPIC_PATTERN, {
    error: 'must be a topic of up to three levels or a prefix with /*, such as 教育文体/*',
  }),
  handler: unitId,
  /** Reviewing committee; absent: the office's own reviewer. */
  reviewedBy: z.exactOptional(unitId),
  /** The article or document that gives the competence, or [I]. */
  source: text(200),
  /** Why, in words for the clerk. */
  why: z.exactOptional(text(400)),
});
export type CompetenceEntry = z.infer<typeof competenceSchema>;

/** Values that no statute settles ([I]): settings of the network, shown where they act (domain.md §4). */
const networkDefaultsSchema = z.strictObject({
  /** C4' when an assignment names no days. */
  assignWithoutDays: period.default('60日'),
  /** C7 after 退回重新办理. */
  redo: period.default('30日'),
  /** C11. */
  signFor: period.default('2工作日'),
  /** The sender's ruling on an objection. */
  rulingOnObjection: period.default('3工作日'),
  /** Limit of a review slip. */
  slipLimit: period.default('5工作日'),
  /** C6: within what time the assigner reviews a report, where the pack has no date of its own. Absent: no clock. */
  reviewReport: period.optional(),
  /** `at-once`: the committee's slip takes effect by itself; `confirmed`: the assigner's reviewer confirms it. */
  reviewSlip: z.enum(['at-once', 'confirmed']).default('at-once'),
  /** The ladder of reminders, by urgency. */
  supervision: supervisionDefaultsSchema,
});
export type NetworkDefaults = z.infer<typeof networkDefaultsSchema>;

/** `network.yaml`. */
export const networkFileSchema = z.strictObject({
  /** Short latin name; part of key files and of the memory of versions. */
  network: z.string().regex(/^[a-z][a-z0-9-]{1,31}$/, { error: 'must be a short latin name such as sample' }),
  name: bilingualNameSchema,
  /** Never falls: a node refuses a directory older than the newest it has seen. */
  version: z.int().min(1).max(999_999_999),
  /** true: one simulated legal clock that the player moves; false: the database's UTC and no way to set it. */
  simulated: z.boolean(),
  timeZone: z.string().max(64).default('Asia/Shanghai'),
  rulePack: z.enum(RULE_PACKS).default('NAT'),
  /** Calendar days kept between a child's limit and its parent's effective end. */
  reserveDays: z.int().min(0).max(365).default(10),
  defaults: networkDefaultsSchema.prefault({}),
  nodes: z.array(nodeSchema).min(1).max(500),
  units: z.array(unitSchema).max(2000).default([]),
  bodies: z.array(bodySchema).max(5000).default([]),
  links: z.array(linkSchema).max(5000).default([]),
  competence: z.array(competenceSchema).max(5000).default([]),
});
type NetworkFile = z.infer<typeof networkFileSchema>;

/** The whole directory as an application holds it: the file and, until log-in exists, the staff. */
export interface Directory extends NetworkFile {
  readonly staff: readonly StaffList[];
}

/** `keys/public.json` of a simulated network: the public halves that its local processes share. */
export const publicKeyFileSchema = z.strictObject({
  network: z.string(),
  nodes: z.record(z.string(), z.array(publicKeysSchema).min(1)),
});

/** `keys/certificates.json` of a simulated network: the certificates of those of its nodes that speak HTTPS. */
export const certificateFileSchema = z.strictObject({
  network: z.string(),
  nodes: z.record(z.string(), z.array(certificateSchema).min(1)),
});

import { z } from 'zod';

/** Roles of people (domain.md §1); the system acts under none of them. */
export const STAFF_ROLES = [
  'registrar',
  'dispatcher',
  'leader',
  'head',
  'handler',
  'reviewer',
  'supervisor',
] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

/** A member of staff. In the sample all people are invented. */
const staffUserSchema = z.strictObject({
  /** Unique in the network. Example: `cs-registrar`. */
  id: z.string().regex(/^[a-z][a-z0-9-]{1,47}$/, { error: 'must be a short latin id such as cs-registrar' }),
  /** Shown to colleagues only; never in a log or on the wire. */
  name: z.string().trim().min(1).max(40),
  /** The post, unique in its unit: the history names posts. Example: `副主任`. */
  post: z.string().trim().min(1).max(40),
  roles: z.array(z.enum(STAFF_ROLES)).min(1).max(STAFF_ROLES.length),
});
export type StaffUser = z.infer<typeof staffUserSchema>;

/** Staff of one node, or of one unit that works inside a node. */
const staffListSchema = z.strictObject({
  unit: z.string().min(1).max(64),
  users: z.array(staffUserSchema).min(1).max(500),
});
export type StaffList = z.infer<typeof staffListSchema>;

/** `staff.yaml`, beside `network.yaml`; may be absent in a real network. */
export const staffFileSchema = z.strictObject({ staff: z.array(staffListSchema).max(3000) });

/** Who may act (domain: "who works here"). `system` is the node itself, by clock or by message. */
export const ROLES = [
  'registrar',
  'dispatcher',
  'leader',
  'head',
  'handler',
  'reviewer',
  'supervisor',
  'system',
] as const;
export type Role = (typeof ROLES)[number];

/** Who did an act: the unit, the user of its staff and the role in which the user acted. */
export interface Actor {
  /** A node or a unit, e.g. `city`, `unit:yi-government`. */
  readonly unit: string;
  /** The user's post as shown in the history, e.g. `副主任`; `系统` for the system. */
  readonly user: string;
  readonly role: Role;
  /** 代录: the keeper enters the act of a unit without a node, from paper or telephone. */
  readonly onPaper?: { readonly recordedBy: string; readonly source: 'paper' | 'telephone' };
}

/** Every role of a staff, for what depends on the person and not on the post. */
export const EVERY_ROLE = [
  'registrar',
  'dispatcher',
  'handler',
  'reviewer',
  'supervisor',
  'head',
  'leader',
] as const;

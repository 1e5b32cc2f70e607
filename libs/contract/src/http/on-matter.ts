import { z } from 'zod';
import { text, unitId } from '../text.js';

/** Who acts. Without `user` the one member of the unit's staff in the lawful role acts. */
export const actingAs = z.strictObject({
  unit: unitId,
  user: z.exactOptional(text(40)),
  /** 代录: entered by the keeper for a unit without a node. */
  onPaper: z.exactOptional(z.strictObject({ source: z.enum(['paper', 'telephone']) })),
});

/** Every act on a case or a leg says who acts and which version that person saw. */
export const onMatter = { actor: actingAs, version: z.int().min(1) };

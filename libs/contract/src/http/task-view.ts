import { z } from 'zod';
import { unitId } from '../text.js';

/** One task of an instruction, shown to this office and to the unit that has it. */
export const taskView = z.strictObject({
  id: z.string(),
  caseId: z.string(),
  originNumber: z.string(),
  instruction: z.string(),
  mark: z.enum(['handle', 'study', 'report']),
  unit: unitId,
  what: z.string(),
  setOn: z.string(),
  /** The post that set it. */
  setBy: z.string(),
  due: z.string(),
  provisional: z.boolean(),
  state: z.enum(['open', 'done', 'withdrawn']),
  late: z.boolean(),
  /** The leg that carries it to another office; null: a task inside this node. */
  leg: z.string().nullable(),
  endedOn: z.string().nullable(),
  /** What was done, or why it is wanted no more. */
  note: z.string().nullable(),
  number: z.string().nullable(),
});

export type TaskView = z.infer<typeof taskView>;

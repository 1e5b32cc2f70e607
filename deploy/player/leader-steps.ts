import { ACTS, day, text, unitId } from '#contract';
import { z } from 'zod';

const note = z.exactOptional(text(4_000));
/** What a leader says: in words, by marks, or both. A scan is a file, which a story does not hold. */
const instruction = {
  text: z.exactOptional(text(4_000)),
  marks: z.exactOptional(ACTS.instruct.body.shape.marks.unwrap()),
};

const { purpose, crossings, proposal } = ACTS.register.body.shape;
/** 目的, 三跨三分离 and 拟办意见 of a registration. */
export const ENTRY_KEYS = { purpose, crossings, proposal } as const;

/** The keys of the steps of leaders and of 回访. */
export const LEADER_STEPS = {
  propose: {
    text: text(4_000),
    to: z.exactOptional(unitId),
    dueBy: z.exactOptional(day),
    leader: z.exactOptional(text(40)),
  },
  submit: { leader: text(40), note },
  instruct: instruction,
  /** The list of the day holds this matter only: a story tells of one. */
  'instruct-list': instruction,
  /** The open task of the unit `at`. */
  'finish-task': { note: text(4_000), number: z.exactOptional(text(80)) },
  'withdraw-task': { unit: unitId, reason: text(4_000) },
  'set-responsible': { leader: text(40), reason: text(4_000) },
  'follow-up': {
    how: text(400),
    reached: z.boolean(),
    rating: z.exactOptional(z.enum(['satisfied', 'fairly-satisfied', 'dissatisfied', 'none'])),
    fulfilled: z.exactOptional(z.boolean()),
    note,
  },
} as const;

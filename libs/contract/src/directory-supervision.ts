import { z } from 'zod';
import { period } from './text.js';

/*
 * How this network chases what is late (domain.md §5). No statute of a congress settles a value: all are settings [I],
 * in working days from the end of the limit, one row for each urgency 普通, 急件, 特急.
 */

const workingDays = (usual: number) => z.int().min(1).max(250).default(usual);

interface Usual {
  readonly noticesBefore: number[];
  readonly slip1: number;
  readonly slip2: number;
  readonly letter: number;
  readonly hearing: number;
}

const ladder = (usual: Usual) =>
  z
    .strictObject({
      /** Notices to the handler this many working days before the end, beside the yellow one. */
      noticesBefore: z.array(z.int().min(1).max(60)).max(10).default(usual.noticesBefore),
      /** 催办单 1 is drafted. */
      slip1: workingDays(usual.slip1),
      /** 催办单 2, with a copy to the head of the unit. */
      slip2: workingDays(usual.slip2),
      /** 督办函. */
      letter: workingDays(usual.letter),
      /** 听取汇报. */
      hearing: workingDays(usual.hearing),
    })
    .refine(({ slip1, slip2, letter, hearing }) => slip1 < slip2 && slip2 < letter && letter < hearing, {
      error: 'must rise from slip1 over slip2 and letter to hearing',
    })
    .prefault({});

/** `08:30` as minutes of the day. */
const timeOfDay = (usual: string) =>
  z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/u, { error: 'must be a time of day such as 08:30' })
    .default(usual);

export const supervisionDefaultsSchema = z
  .strictObject({
    normal: ladder({ noticesBefore: [], slip1: 1, slip2: 5, letter: 10, hearing: 20 }),
    urgent: ladder({ noticesBefore: [3, 1], slip1: 1, slip2: 3, letter: 5, hearing: 10 }),
    mostUrgent: ladder({ noticesBefore: [5, 3, 1], slip1: 1, slip2: 2, letter: 3, hearing: 5 }),
    /** By when a 督办函 must be answered. */
    reply: period.default('10工作日'),
    /** Reminders are fired on working days between these times only. */
    officeHours: z
      .strictObject({ from: timeOfDay('08:30'), to: timeOfDay('17:30') })
      .refine(({ from, to }) => from < to, { error: 'must end after they begin' })
      .prefault({}),
  })
  .prefault({});
export type SupervisionDefaults = z.infer<typeof supervisionDefaultsSchema>;

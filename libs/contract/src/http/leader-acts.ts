import { z } from 'zod';
import { day, period, text, unitId, uuid } from '../text.js';
import { actingAs, onMatter } from './on-matter.js';

/*
 * Leaders: what is put before them (呈批), what they say (批示), the dated tasks that their marks make, who of them
 * answers for a matter (包案领导); and 回访, the office's own question after the answer.
 */

/** A leader of this office, by post or user id. */
const leader = text(40);

/** 拟办: what the clerk proposes, to whom and by when; with `leader` it is put before that leader in the same act. */
const propose = z.strictObject({
  ...onMatter,
  text: text(4_000),
  to: z.exactOptional(unitId),
  /** 限办日期. */
  dueBy: z.exactOptional(day),
  leader: z.exactOptional(leader),
});

/** 呈批: before a named leader. Twice before the same one is refused while it waits. */
const submit = z.strictObject({ ...onMatter, leader, note: z.exactOptional(text(4_000)) });

const plainMark = z.strictObject({ mark: z.enum(['read', 'agree']) });

/** A mark for a unit: `within` a period from today, or `by` a day; one of both. */
const unitMark = z
  .strictObject({
    mark: z.enum(['handle', 'study', 'report']),
    unit: unitId,
    /** What this unit is asked; the only words of the instruction that reach it. */
    what: text(2_000),
    within: z.exactOptional(period),
    by: z.exactOptional(day),
  })
  .refine(({ within, by }) => (within === undefined) !== (by === undefined), {
    error: 'names neither a period (within) nor a day (by), or both',
  });

/** 圈阅 read · 同意 agree · 请…办理 handle · 请…研究 study · 请…报告情况 report. */
const marks = z
  .array(z.union([plainMark, unitMark]))
  .min(1)
  .max(20)
  .refine(
    (list) => {
      const units = list.flatMap((one) => ('unit' in one ? [one.unit] : []));
      return new Set(units).size === units.length;
    },
    { error: 'names a unit twice' },
  );

const said = {
  text: z.exactOptional(text(4_000)),
  marks: z.exactOptional(marks),
  /** The paper it was written on: an attachment of the case, a PDF or a picture. */
  scan: z.exactOptional(uuid),
};

interface Said {
  readonly text?: unknown;
  readonly marks?: unknown;
  readonly scan?: unknown;
}
const saysSomething = (one: Said): boolean =>
  one.text !== undefined || one.marks !== undefined || one.scan !== undefined;

/** 批示: in words, by marks, by scan, or all of them. */
const instruct = z
  .strictObject({ ...onMatter, ...said })
  .refine(saysSomething, { error: 'says nothing: give text, marks or scan' });

/** 批示 on a list of the day, in one act: all of it is done, or none. Each line at the version that the leader saw. */
const instructList = z.strictObject({
  actor: actingAs,
  list: z
    .array(
      z
        .strictObject({ caseId: uuid, version: z.int().min(1), ...said })
        .refine(saysSomething, { error: 'says nothing: give text, marks or scan' }),
    )
    .min(1)
    .max(100)
    .refine((list) => new Set(list.map(({ caseId }) => caseId.toLowerCase())).size === list.length, {
      error: 'names a case twice',
    }),
});

/** 办结交办事项: what was done, by the unit that has the task. */
const finishTask = z.strictObject({
  ...onMatter,
  task: uuid,
  note: text(4_000),
  /** 文号 of the paper that reports it. */
  number: z.exactOptional(text(80)),
});

/** 撤销交办事项: by a leader, with the reason. A leg that carries the task is recalled by its own act. */
const withdrawTask = z.strictObject({ ...onMatter, task: uuid, reason: text(4_000) });

/** 确定包案领导: set or replaced, with the reason; the history keeps each. */
const setResponsible = z.strictObject({ ...onMatter, leader, reason: text(4_000) });

/** 回访: after the answer, by the office that registered the matter, never by the unit that handled it. */
const followUp = z
  .strictObject({
    ...onMatter,
    how: text(400),
    reached: z.boolean(),
    /** 满意 · 基本满意 · 不满意 · 不予评价; only of somebody who was reached. */
    rating: z.exactOptional(z.enum(['satisfied', 'fairly-satisfied', 'dissatisfied', 'none'])),
    /** Whether what was promised was done. */
    fulfilled: z.exactOptional(z.boolean()),
    note: z.exactOptional(text(4_000)),
  })
  .refine(({ reached, rating, fulfilled }) => reached || (rating === undefined && fulfilled === undefined), {
    error: 'rates the handling although nobody was reached',
  });

/** The acts of this file, as ACTS lists them. */
export const LEADER_ACTS = {
  propose: { on: 'cases', body: propose, zh: '拟办', en: 'Propose how to handle it.' },
  instruct: { on: 'cases', body: instruct, zh: '领导批示', en: 'A leader instructs.' },
  submit: { on: 'cases', body: submit, zh: '呈批', en: 'Put a case before a named leader.' },
  'instruct-list': {
    on: 'reading-list',
    body: instructList,
    zh: '批示（当日阅件）',
    en: 'Instruct on a list of cases in one act: all of it, or none.',
  },
  'finish-task': {
    on: 'cases',
    body: finishTask,
    zh: '办结交办事项',
    en: 'Finish a task that a leader’s mark set.',
  },
  'withdraw-task': {
    on: 'cases',
    body: withdrawTask,
    zh: '撤销交办事项',
    en: 'A leader takes a task back.',
  },
  'set-responsible': {
    on: 'cases',
    body: setResponsible,
    zh: '确定包案领导',
    en: 'Name or replace the leader who answers for the matter.',
  },
  'follow-up': {
    on: 'cases',
    body: followUp,
    zh: '回访',
    en: 'Ask the petitioner after the answer, by the office that registered the matter.',
  },
} as const;

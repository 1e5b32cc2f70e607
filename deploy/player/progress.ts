import { ACTS, MEETING_ACTS, type LegView } from '#contract';
import type { Appointment } from './agenda.js';
import { shortOf, type PlayedNetwork } from './offices.js';
import type { Performed } from './perform.js';
import type { Report, StoryReport } from './report-file.js';

/** Columns of a terminal: a Chinese character takes two. */
const widthOf = (text: string): number =>
  Array.from(text).reduce(
    (sum, one) =>
      sum +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/u.test(
        one,
      )
        ? 2
        : 1),
    0,
  );
const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));

const WORDS = { ...ACTS, ...MEETING_ACTS };

/** One line for a step that was done: day, office, act, numbers, ticks. */
export function stepLine(network: PlayedNetwork, { step, on }: Appointment, done: Performed): string {
  const refused = done.problem === undefined ? '' : `（不予办理：${done.problem.slug}）`;
  const numbers = [done.originNumber, done.after.localNumber].filter((one) => one !== null && one !== '');
  const act = `${WORDS[step.does].zh}${addressee(network, step)}${refused}`;
  const office = `${shortOf(network, step.at)}${step.onPaper === true ? '（纸质）' : ''}`;
  const legs = made(done);
  const ticks = legs.map((leg) =>
    legs.length > 1 ? `${shortOf(network, leg.to)} ${ticksOf(leg)}` : ticksOf(leg),
  );
  return [on, pad(office, 18), pad(act, 34), pad([...new Set(numbers)].join(' '), 40), ticks.join('；')]
    .join('  ')
    .trimEnd();
}

const addressee = (network: PlayedNetwork, step: Appointment['step']): string =>
  'to' in step ? ` → ${shortOf(network, step.to)}` : '';

/** The legs that the act made, else the one it was done on. */
function made({ before, after, leg }: Performed): readonly LegView[] {
  const known = new Set(before?.legs.map(({ id }) => id));
  const fresh = before === undefined ? [] : after.legs.filter(({ id }) => !known.has(id));
  return fresh.length > 0 ? fresh : leg === undefined ? [] : [leg];
}

/** The three ticks: delivered · registered there as No. X · refused because Z. */
function ticksOf({ ticks: { delivered, registeredAs, refused, onPaper } }: LegView): string {
  return [
    delivered === null ? '·送达' : onPaper ? '✓送达（纸质）' : '✓送达',
    registeredAs === null ? '·登记' : `✓登记 ${registeredAs}`,
    ...(refused === null ? [] : [`✗退回 ${refused}`]),
  ].join(' ');
}

/** The table at the end: what became of every story. */
export function storyTable({ stories }: Report): string {
  const head = ['story', 'origin number', 'ended', 'notified', 'answered', 'how', 'legs', 'failures'];
  const rows = stories.map(row);
  const widths = head.map((title, column) =>
    Math.max(...[head, ...rows].map((cells) => widthOf(cells[column] ?? title))),
  );
  return [head, widths.map((width) => '─'.repeat(width)), ...rows]
    .map((cells) => `  ${cells.map((cell, column) => pad(cell, widths[column] ?? 0)).join('  ')}`.trimEnd())
    .join('\n');
}

const row = (story: StoryReport): string[] => [
  story.key,
  story.originNumber ?? '–',
  story.ended ?? '–',
  story.notifiedAt ?? '–',
  story.answeredAt ?? '–',
  story.servedHow ?? '–',
  String(story.legs.length),
  String(story.failures.length),
];

/** The exchange in one line. */
export const networkLine = ({
  network: { sent, applied, receipts, duplicates, differences },
}: Report): string =>
  `exchange: ${sent} messages sent, ${applied} applied, ${receipts} receipts, ${duplicates} duplicates, ${differences} differences between the two ends`;

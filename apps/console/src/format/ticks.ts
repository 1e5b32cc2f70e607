import type { LegView } from '#contract';
import type { Words } from '../language/language.js';
import { TEXTS } from '../language/texts.js';
import { shortDay } from './dates.js';

/** One tick of a sending in words; `done` is not the colour but whether it happened. */
export interface TickLine {
  readonly key: 'delivered' | 'registered' | 'refused';
  readonly done: boolean;
  /** For a card. */
  readonly brief: Words;
  /** For the drawer: number, date, reason. */
  readonly full: Words;
}

/** 已送达 · 对方登记为…号 · 被退回，因为…: the third only where it happened. */
export const tickLines = ({ ticks }: Pick<LegView, 'ticks'>, today: string): readonly TickLine[] => {
  const lines: TickLine[] = [delivery(ticks, today), registration(ticks, today)];
  if (ticks.refused !== null) {
    lines.push({
      key: 'refused',
      done: true,
      brief: TEXTS.returned,
      full: [`被退回：${ticks.refused}`, `Returned because: ${ticks.refused}`],
    });
  }
  return lines;
};

function delivery(ticks: LegView['ticks'], today: string): TickLine {
  const done = ticks.delivered !== null;
  const [zh, en] = ticks.delivered === null ? NO_DAY : dayPair(legalDay(ticks.delivered), today);
  if (ticks.onPaper) {
    return {
      key: 'delivered',
      done,
      brief: done ? TEXTS.onPaper : TEXTS.notPrinted,
      full: done ? [`纸质送达：信函已于${zh}印发`, `On paper: letter printed on ${en}`] : TEXTS.notPrinted,
    };
  }
  return {
    key: 'delivered',
    done,
    brief: done ? TEXTS.delivered : TEXTS.notDelivered,
    full: done ? [`已送达（${zh}）`, `Delivered (${en})`] : TEXTS.onTheWay,
  };
}

function registration({ registeredAs, registeredOn }: LegView['ticks'], today: string): TickLine {
  if (registeredAs === null) {
    return { key: 'registered', done: false, brief: TEXTS.notRegistered, full: TEXTS.notRegistered };
  }
  const [zh, en] = registeredOn === null ? NO_DAY : dayPair(registeredOn, today);
  return {
    key: 'registered',
    done: true,
    brief: [`登记 ${registeredAs}`, `registered ${registeredAs}`],
    full: [
      `对方已登记为 ${registeredAs}${registeredOn === null ? '' : `，${zh}`}`,
      `Registered there as No. ${registeredAs}${registeredOn === null ? '' : ` on ${en}`}`,
    ],
  };
}

const NO_DAY: Words = ['', ''];

const dayPair = (day: string, today: string): Words => [
  shortDay(day, today, 'zh'),
  shortDay(day, today, 'en'),
];

/** Legal day of an instant: the law's day ends at 24:00 in Asia/Shanghai, which has been UTC+8 without change since 1991. */
const legalDay = (instant: string): string => {
  const at = Date.parse(instant);
  return Number.isNaN(at) ? instant.slice(0, 10) : new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);
};

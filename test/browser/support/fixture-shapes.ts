import type { Board, CaseView, ClockView, ClockWorking, HistoryEntry, LegView } from '#contract';

/* Builders of what a node would answer. A test states only what matters to it. */

type Lane = Board['lanes'][number];

const lane = (id: string, zh: string, en: string, role: string, level: string | null = null): Lane => ({
  id,
  zh,
  en,
  role,
  level,
});

/** The lanes of the sample network, by their short names. */
export const LANES: readonly Lane[] = [
  lane('province', '省人大信访办', 'Province', 'city', 'province'),
  lane('prefecture', '地级市人大信访办', 'Prefecture', 'city', 'prefecture'),
  lane('city', '市人大信访办', 'City', 'city', 'county'),
  lane('township:jia', '甲镇人大主席团', 'Jia Town', 'township'),
  lane('township:yi', '乙乡人大主席团', 'Yi Township', 'township'),
  lane('committee:agriculture', '农经委', 'Agriculture committee', 'committee'),
  lane('committee:education', '教科文卫委', 'Education committee', 'committee'),
  lane('committee:environment', '环资委', 'Environment committee', 'committee'),
  lane('committee:judicial', '监察司法委', 'Judicial committee', 'committee'),
  lane('committee:social', '社会委', 'Social committee', 'committee'),
  lane('agency:agriculture', '农业农村局', 'Agriculture bureau', 'agency'),
  lane('agency:civil-affairs', '民政局', 'Civil affairs bureau', 'agency'),
  lane('agency:court', '法院', 'Court', 'agency'),
  lane('agency:discipline', '纪委监委', 'Discipline inspection', 'agency'),
  lane('agency:education', '教育局', 'Education bureau', 'agency'),
  lane('agency:environment', '生态环境局', 'Environment bureau', 'agency'),
  lane('agency:government-office', '政府办', 'Government office', 'agency'),
  lane('agency:health', '卫健委', 'Health commission', 'agency'),
  lane('agency:labour', '人社局', 'Labour bureau', 'agency'),
  lane('agency:natural-resources', '自然资源局', 'Natural resources bureau', 'agency'),
  lane('unit:jia-government', '甲镇政府', 'Jia Town government', 'unit'),
  lane('unit:yi-government', '乙乡政府', 'Yi Township government', 'unit'),
  lane('unit:liquidators', '造纸厂清算组', 'Paper mill liquidators', 'unit'),
  lane('unit:funeral-parlour', '殡仪馆', 'Funeral parlour', 'unit'),
];

export const aClock = (given: Partial<ClockView> & Pick<ClockView, 'key'>): ClockView => ({
  id: "C4'",
  rule: "NAT.C4'",
  article: '信访工作条例34',
  start: '2026-09-16',
  period: '60日',
  raw: '2026-11-15',
  effective: '2026-11-16',
  provisional: false,
  original: null,
  met: null,
  late: false,
  lamp: '绿',
  ...given,
});

export const aLeg = (given: Partial<LegView> & Pick<LegView, 'id' | 'from' | 'to'>): LegView => ({
  caseId: 'case-1',
  originNumber: 'CS-2026-00001',
  version: 1,
  kind: 'assign',
  wants: 'result',
  state: 'HANDLING',
  round: 1,
  letterNumber: '市人信交〔2026〕1号',
  byMinutes: null,
  reviewOf: null,
  reviewers: [],
  sentOn: '2026-09-16',
  acceptedOn: null,
  endedOn: null,
  service: null,
  ticks: { delivered: null, registeredAs: null, registeredOn: null, refused: null, onPaper: false },
  lamp: '绿',
  nearest: null,
  clocks: [],
  digest: '0'.repeat(64),
  ...given,
});

export const aCase = (given: Partial<CaseView> & Pick<CaseView, 'id' | 'originNumber'>): CaseView => ({
  localNumber: given.originNumber,
  version: 1,
  state: 'OUT',
  receivedOn: '2026-09-16',
  category: 'request',
  route: '31(6)',
  topic: null,
  place: null,
  incomingLeg: null,
  notified: null,
  answered: null,
  closedOn: null,
  clocks: [],
  nearest: null,
  lamp: '绿',
  ...given,
});

export const anEntry = (
  given: Partial<HistoryEntry> & Pick<HistoryEntry, 'seq' | 'act' | 'text'>,
): HistoryEntry => ({
  caseId: 'case-1',
  legId: null,
  on: '2026-09-16',
  at: '2026-09-16T01:30:00.000Z',
  unit: 'city',
  user: 'dispatcher',
  role: 'dispatcher',
  basis: '信访工作条例22',
  onPaper: null,
  ...given,
});

const HOLIDAYS: ReadonlyMap<string, readonly [string, string]> = new Map(
  [...Array(7).keys()].map((n) => [`2026-10-0${n + 1}`, ['国庆节放假', 'holiday 国庆节']] as const),
);

/** A plain working of a period of calendar days: the first not counted, the end moved off days off. */
export function workingOf(clock: ClockView): ClockWorking {
  const days: ClockWorking['days'] = [
    { date: clock.start, counted: false, why: '首日不计（民法典201） · first day not counted' },
  ];
  let n = 0;
  for (let date = next(clock.start); date <= clock.effective; date = next(date)) {
    const off = dayOff(date);
    if (date > clock.raw) {
      const moved = off
        ? `${off[0]}，顺延（民法典203） · ${off[1]}, the end moves on`
        : '顺延至此日 · the end moves to this working day';
      days.push({ date, counted: false, why: moved });
      continue;
    }
    n += 1;
    days.push({
      date,
      counted: true,
      why: `第${n}日${off ? `（${off[0]}）` : ''} · day ${n}${off ? ` (${off[1]})` : ''}`,
    });
  }
  return { ...clock, days, note: null };
}

const next = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

const dayOff = (day: string): readonly [string, string] | undefined => {
  const holiday = HOLIDAYS.get(day);
  if (holiday) return holiday;
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday === 0 || weekday === 6 ? ['周末', 'weekend'] : undefined;
};

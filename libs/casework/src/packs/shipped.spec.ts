import { describe, expect, it } from '@jest/globals';
import {
  CLOCK_IDS,
  addDays,
  dayInfo,
  type ClockId,
  type RuleContext,
  type RulePart,
  formatPeriod,
  legalPeriod,
} from '#domain';
import { on, valueOf } from '../../../../test/support/calendars.js';
import { readRuleFiles } from './read.js';

const read = readRuleFiles({ rules: 'deploy/rules', calendar: 'deploy/calendars/CN.yaml' });
const files = read.ok ? read.value : undefined;
const request: RuleContext = { route: '31(6)', body: 'government' };

function says(pack: string, clock: ClockId, context: RuleContext = request, part?: RulePart): string {
  const found = files?.packs.get(pack);
  if (!found) return 'no pack';
  const legal = valueOf(legalPeriod(found, clock, context, part));
  switch (legal.kind) {
    case 'period':
      return formatPeriod(legal.period);
    case 'as-set':
      return `as set${legal.period ? `, else ${formatPeriod(legal.period)}` : ''}`;
    case 'extension': {
      const { limit } = legal.rule;
      if (limit.kind !== 'extension') return '';
      const { atMost, inAll } = limit;
      return `≤${atMost ? formatPeriod(atMost) : ''}${inAll ? `${formatPeriod(inAll)} in all` : ''} by ${legal.rule.approver ?? ''}`;
    }
    case 'undated':
      return legal.how.split(' ')[0] ?? '';
    case 'none':
      return `none: ${legal.reason}`;
  }
}

describe('the packs that ship', () => {
  it('are read without a problem, each under its own name', () => {
    expect(read.ok ? [] : read.problems).toEqual([]);
    expect([...(files?.packs.keys() ?? [])]).toEqual(['BJ', 'HA', 'NAT', 'SD', 'SH', 'ZJ']);
  });
  it('only the national one is not marked for a check before use', () => {
    const unmarked = [...(files?.packs.values() ?? [])].filter((pack) => !pack.recheckBeforeUse);
    expect(unmarked.map(({ id }) => id)).toEqual(['NAT']);
  });
  it('give every clock an article or [I]', () => {
    for (const pack of files?.packs.values() ?? []) {
      const rules = [...pack.rules.values()];
      expect(CLOCK_IDS.filter((id) => !rules.some(({ clock }) => clock === id))).toEqual([]);
      for (const rule of rules) expect(rule.article).toMatch(/^\[I\]$|^\S+条例/);
    }
  });

  it.each<[ClockId, RulePart | undefined, string, string, string, string, string, string]>([
    ['C1', undefined, '15日', '15日', '15日', '15日', '5日', '5工作日'],
    ['C2', undefined, '15日', '15日', '15日', '15日', '分办时告知', '5工作日'],
    ['C3', undefined, '5工作日', '及时', 'none: absent', '15日', '5日', '5工作日'],
    ['C3', 'ruling', '3工作日', '3工作日', '3工作日', '3工作日', '3工作日', '3工作日'],
    ['C4', undefined, '60日', '60日', '60日', '60日', '30日', '30日'],
    [
      "C4'",
      undefined,
      'as set, else 60日',
      'as set, else 60日',
      '可以要求反馈',
      'as set',
      'as set, else 90日',
      'as set',
    ],
    [
      'C5',
      undefined,
      '≤30日 by head',
      '≤30日 by head',
      '≤30日 by head',
      '≤30日 by head',
      '≤90日 in all by head',
      '≤60日 by head',
    ],
    [
      'C5',
      'assigned',
      '≤ by assigner',
      '≤ by assigner',
      '≤ by assigner',
      '≤ by assigner',
      '≤ by assigner',
      '≤ by assigner',
    ],
    ['C6', undefined, 'as set', 'as set', 'as set', 'as set', '应当审核', 'as set'],
    ['C7', undefined, '30日', '30日', '30日', '30日', '30日', '30日'],
    ['C8', undefined, '书面', 'none: absent', 'none: absent', '30日', 'none: absent', 'none: absent'],
    ['C9', 'decide', '30日', '30日', '30日', '30日', '一次复查', '30日'],
    ['C11', undefined, '2工作日', '2工作日', '2工作日', '2工作日', '2工作日', '2工作日'],
  ])('%s %s: NAT %s, SH %s, BJ %s, SD %s, HA %s, ZJ %s', (clock, part, ...cells) => {
    const found = ['NAT', 'SH', 'BJ', 'SD', 'HA', 'ZJ'].map((pack) => says(pack, clock, request, part));
    expect(found).toEqual(cells);
  });
});

describe('which clocks a matter has', () => {
  it.each([
    ['29', 'none: suggestion'],
    ['30', 'none: accusation'],
    ['31(1)', 'none: litigation rights'],
    ['31(2)', 'none: arbitration'],
    ['31(6)', '60日'],
    ['none', 'none: consultation'],
  ] as const)('a matter of %s has the handling clock %s', (route, cell) => {
    expect(says('NAT', 'C4', { route, body: 'court' })).toBe(cell);
  });
  it('a consultation has no handling clock whatever its route', () => {
    expect(says('NAT', 'C4', { ...request, consultation: true })).toBe('none: consultation');
  });
  it('a petitioner without an address, a discipline organ and a court on litigation rights owe no notice', () => {
    expect(says('NAT', 'C2', { ...request, reachable: false })).toBe('none: address unclear');
    expect(says('NAT', 'C2', { route: '30', body: 'discipline' })).toBe('none: own rules');
    expect(says('NAT', 'C2', { route: '31(1)', body: 'court' })).toBe('none: own rules');
    expect(says('NAT', 'C2', { route: '31(6)', body: 'court' })).toBe('15日');
  });
  it('review opens against administrative organs only', () => {
    expect(says('NAT', 'C9', request, 'apply')).toBe('30日');
    expect(says('NAT', 'C9', { route: '31(6)', body: 'court' }, 'apply')).toBe('none: own rules');
    expect(says('NAT', 'C10', { route: '31(6)', body: 'congress' }, 'decide')).toBe('none: own rules');
  });
  it('in Shanghai and Beijing the 60日 bind governments only', () => {
    expect(says('SH', 'C4', { route: '31(6)', body: 'court' })).toBe('none: not bound');
    expect(says('BJ', 'C4', { route: '31(6)', body: 'government' })).toBe('60日');
  });
});

describe('the calendar that ships', () => {
  it('knows 2024 to 2026, all published', () => {
    expect(files?.calendar).toMatchObject({ firstYear: 2024, lastYear: 2026, lastPublishedYear: 2026 });
  });
  it.each([
    [2024, 28, 8, 251],
    [2025, 28, 5, 248],
    [2026, 33, 6, 248],
  ])('%i has %i days of holiday, %i make-up days and %i working days', (year, off, work, working) => {
    const calendar = files?.calendar;
    if (!calendar) throw new Error('no calendar');
    const days = Array.from({ length: year % 4 === 0 ? 366 : 365 }, (_, i) =>
      dayInfo(calendar, addDays(on(`${year}-01-01`), i)),
    );
    expect(days.filter(({ kind }) => kind === 'holiday')).toHaveLength(off);
    expect(days.filter(({ kind }) => kind === 'make-up')).toHaveLength(work);
    expect(days.filter((day) => day.working)).toHaveLength(working);
  });
});

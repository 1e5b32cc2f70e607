import { describe, expect, it } from '@jest/globals';
import { readRuleFiles } from '../../libs/casework/src/packs/index.js';
import { due } from './due-command.js';

const files = readRuleFiles({ rules: 'deploy/rules', calendar: 'deploy/calendars/CN.yaml' });
const ask = (...argv: string[]) => due(argv, () => files);

describe('due', () => {
  it('prints both ends, whether they are provisional, and the working', () => {
    const { code, out, err } = ask('--start', '2026-09-16', '--period', '15日');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/raw end +2026-10-01/);
    expect(out).toMatch(/effective end +2026-10-08/);
    expect(out).toMatch(/provisional +否 no/);
    expect(out).toContain('首日不计（民法典201）');
    expect(out).toContain('国庆节放假，顺延');
  });
  it('answers a machine with the agreed keys', () => {
    const answer: unknown = JSON.parse(ask('--start=2026-09-16', '--rule', 'NAT.C1', '--json').out);
    expect(answer).toMatchObject({
      start: '2026-09-16',
      period: '15日',
      raw: '2026-10-01',
      effective: '2026-10-08',
      provisional: false,
      rule: 'NAT.C1',
      article: '信访工作条例22',
      calendarVersion: 'CN 2026.1',
    });
    expect(answer).toHaveProperty('days.15', {
      date: '2026-10-01',
      counted: true,
      why: '第15日（国庆节放假），期满，末日休息须顺延（民法典203） · day 15 (holiday 国庆节), end of the period, a day off: it moves on',
    });
  });
  it('keeps an end on a day off where no shift is asked for', () => {
    const { out } = ask('--start', '2026-09-16', '--period', '15日', '--shift', 'none', '--json');
    expect(JSON.parse(out)).toMatchObject({
      effective: '2026-10-01',
      shift: 'none',
      rule: null,
      article: null,
    });
  });
  it('says when an end is provisional', () => {
    expect(ask('--start', '2026-11-30', '--period', '3月').out).toMatch(/provisional +是 yes/);
  });
  it('marks an example pack and a period that is not the rule’s own', () => {
    const { out } = ask('--start', '2026-09-16', '--rule', 'SH.C1', '--period', '10日');
    expect(out).toContain('re-check before use');
    expect(out).toContain('SH.C1 itself gives 15日; 10日 was asked for.');
  });

  it.each([
    ['30 February', ['--start', '2026-02-30', '--period', '15日'], '2026-02 has the days 01 to 28'],
    ['a negative period', ['--start', '2026-09-16', '--period', '-3日'], 'whole number from 1'],
    ['an unknown unit', ['--start', '2026-09-16', '--period', '3周'], 'the units are 日, 工作日, 月'],
    ['an unknown clock', ['--start', '2026-09-16', '--rule', 'NAT.C99'], 'it has C1, C2'],
    ['an unknown pack', ['--start', '2026-09-16', '--rule', 'XX.C1'], 'The packs are BJ, HA, NAT'],
    ['a rule without a pack', ['--start', '2026-09-16', '--rule', 'C4'], 'write pack.clock'],
    ['a start before the calendars', ['--start', '2023-12-31', '--period', '15日'], 'the years 2024 to 2026'],
    ['a start after the calendars', ['--start', '2027-01-01', '--period', '15日'], 'the years 2024 to 2026'],
    ['no start', ['--period', '15日'], '--start is missing'],
    ['neither period nor rule', ['--start', '2026-09-16'], '--period is missing'],
    ['an unknown flag', ['--start', '2026-09-16', '--period', '15日', '--holidays'], 'the flags are --start'],
    ['a word too many', ['2026-09-16'], 'is not known here'],
    ['a flag without its value', ['--start', '--period', '15日'], '--start needs a value'],
    ['a flag given twice', ['--start', '2026-09-16', '--start', '2026-09-17'], 'given twice'],
    [
      'an unknown shift',
      ['--start', '2026-09-16', '--period', '15日', '--shift', 'back'],
      '--shift next or --shift none',
    ],
    ['a duty without days', ['--start', '2026-09-16', '--rule', 'NAT.C8'], 'add --period'],
    [
      'a clock that the pack lacks',
      ['--start', '2026-09-16', '--rule', 'BJ.C3', '--period', '5日'],
      'gives no clock',
    ],
  ])('%s gets a sentence with what would be right, and code 2', (_, argv, sentence) => {
    const { code, out, err } = ask(...argv);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(sentence);
    expect(err).toMatch(/^due: .+\n$/);
  });

  it('tells a broken installation apart from a wrong question', () => {
    const broken = due(['--start', '2026-09-16', '--period', '15日'], () => ({
      ok: false,
      problems: ['NAT.yaml: broken.'],
    }));
    expect(broken).toEqual({ code: 1, out: '', err: 'due: NAT.yaml: broken.\n' });
  });
  it('leaves the days of a hearing out, and shows each of them', () => {
    const base = ['--start', '2026-08-03', '--rule', 'NAT.C10.decide'];
    expect(ask(...base).out).toMatch(/raw end +2026-09-02/);
    const { code, out } = ask(...base, '--without', '2026-08-10..2026-08-12,2026-08-20');
    expect(code).toBe(0);
    expect(out).toMatch(/raw end +2026-09-06/);
    expect(out.match(/听证期间，不计/gu)).toHaveLength(4);
    expect(ask(...base, '--without', '2026-08-12..2026-08-10').err).toContain('ends before it begins');
  });
  it('explains itself when asked', () => expect(ask('--help')).toMatchObject({ code: 0, err: '' }));
});

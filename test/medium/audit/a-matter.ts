import type { Action } from '#casework';
import { parseLocalDate, type Case, type Leg, type LocalDate } from '#domain';
import { uuidV7 } from '#platform';

export function aDay(text: string): LocalDate {
  const parsed = parseLocalDate(text);
  if (!parsed.ok) throw new Error(text);
  return parsed.value;
}

export const aCase = (): Case => ({
  id: uuidV7(),
  originNumber: 'CS-2026-1',
  originNode: 'city',
  state: 'REGISTERED',
  dossier: {
    ...{ form: 'letter', source: 'own', people: 3, category: 'request', route: '31(6)' },
    ...{ topic: '教育文体/教师待遇', place: '甲县', summary: '代课教师工资', request: '补发' },
    respondents: ['县教育局'],
    receivedOn: aDay('2026-03-02'),
  },
  receivedOn: aDay('2026-03-02'),
  clocks: [],
});

export const aLeg = (): Leg => ({
  ...{ id: uuidV7(), originNumber: 'CS-2026-1', kind: 'assign', wants: 'result', state: 'SIGNED', round: 1 },
  ...{ from: 'prefecture', to: 'city', fromNode: 'prefecture', toNode: 'city', senderNumber: '1' },
  letterNumber: '市人信交〔2026〕3号',
  limit: { days: 60 },
  answeredBy: 'handler',
  group: uuidV7(),
  reviewers: { committees: ['committee:education'], rule: 'all' },
  notifies: true,
  sentOn: aDay('2026-03-02'),
  arrivedOn: aDay('2026-03-02'),
  objections: 0,
  reports: 0,
  clocks: [],
});

export const aLine = (caseId: string, changed: Partial<Action> = {}): Action => ({
  caseId,
  on: aDay('2026-03-02'),
  at: '2026-03-02T01:00:00.000Z',
  by: { unit: 'city', user: '登记员', role: 'registrar' },
  act: 'register',
  basis: '信访工作条例22',
  text: '登记',
  ...changed,
});

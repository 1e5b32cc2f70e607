import type { ActBody } from '#contract';
import type { Knobs } from './seen.js';

/* The matters that the model registers, each with a mark that the invariants search for where it must not be. */

/** Stands in every accusation's summary: nothing with it may reach the accused. */
export const ACCUSATION_MARK = '检举标记甲乙丙';
/** The name of whoever asked for secrecy: it never leaves the office that registered it. */
export const SECRET_NAME = '密名标记丁戊';
/** Whom the accusations accuse. */
export const ACCUSED = 'agency:education';

type Letter = Omit<ActBody<'register'>, 'actor' | 'version'>;

const plain = {
  form: 'letter',
  source: 'own',
  people: 1,
  petitioner: { name: '陈某' },
  category: 'request',
  route: '31(6)',
  topic: '教育文体/教师待遇',
  place: '甲镇',
  summary: '退休教师的房屋修缮费多年未补。',
  request: '补发房屋修缮费。',
} as const;

const KINDS: readonly ((receivedOn: string) => Letter)[] = [
  (receivedOn) => ({ ...plain, receivedOn, respondents: ['甲镇人民政府'] }),
  (receivedOn) => ({ ...plain, receivedOn, respondents: ['甲镇人民政府'], category: 'appeal' }),
  (receivedOn) => ({ ...plain, receivedOn, respondents: [], topic: '城乡建设/道路', place: '乙乡' }),
  (receivedOn) => ({
    ...plain,
    receivedOn,
    respondents: ['市人民法院'],
    topic: '涉法涉诉/执行',
    route: '31(1)',
  }),
  (receivedOn) => ({ ...plain, receivedOn, respondents: [], category: 'suggestion', route: '29' }),
  (receivedOn) => ({
    ...plain,
    receivedOn,
    respondents: [],
    category: 'consultation',
    route: 'none',
    form: 'call',
  }),
  (receivedOn) => ({
    ...plain,
    receivedOn,
    respondents: ['甲镇人民政府'],
    secrecy: true,
    petitioner: { name: SECRET_NAME },
  }),
  (receivedOn) => ({
    ...plain,
    receivedOn,
    respondents: ['市教育局'],
    category: 'accusation',
    route: '30',
    topic: '纪检监察/违纪',
    summary: `${ACCUSATION_MARK}：挪用修缮费。`,
    request: '查处。',
  }),
  (receivedOn) => ({
    ...plain,
    receivedOn,
    respondents: ['某教师'],
    category: 'accusation',
    route: '30',
    summary: `${ACCUSATION_MARK}：挪用修缮费。`,
    request: '查处。',
    accused: ['市教育局', '某校会计'],
  }),
  (receivedOn) => ({
    ...plain,
    receivedOn,
    respondents: [],
    petitioner: {},
    form: 'visit',
    people: 12,
    visit: { batches: 1, persons: 12 },
    representatives: 7,
  }),
  (receivedOn) => ({ ...plain, receivedOn, respondents: [], topic: '人大工作/代表联系' }),
];

/** The kinds by the number under which openings ask for them. */
export const MATTER = {
  request: 0,
  appeal: 1,
  road: 2,
  court: 3,
  suggestion: 4,
  consultation: 5,
  secret: 6,
  accusation: 7,
  /** Within the congress's own competence. */
  own: 10,
} as const;

/** `where`: each sequence on shared servers has a place of its own, or the offices would know its matters. */
export function letterOf({ a }: Knobs, receivedOn: string, where: string): Letter {
  const kind = KINDS[a % KINDS.length];
  if (kind === undefined) throw new Error('no such kind');
  const letter = kind(receivedOn);
  return { ...letter, place: `${letter.place}${where}` };
}

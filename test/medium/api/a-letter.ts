import type { ActBody } from '#contract';

/** A letter as the registrar enters it on the first day of a simulated network; a test states what matters. */
export const aLetter = (parts: Partial<ActBody<'register'>> = {}): ActBody<'register'> => ({
  actor: { unit: 'city' },
  form: 'letter',
  source: 'own',
  receivedOn: '2026-01-04',
  people: 1,
  petitioner: { name: '甲某' },
  category: 'request',
  route: '31(6)',
  topic: '教育文体/教师待遇',
  place: '甲镇',
  summary: '反映修缮费多年未补。',
  request: '请求补发。',
  respondents: [],
  ...parts,
});

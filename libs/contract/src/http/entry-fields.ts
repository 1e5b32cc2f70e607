import { z } from 'zod';
import { text } from '../text.js';

/** 三跨: 跨地区、跨部门、跨行业; 三分离: 人事分离、人户分离、人事户分离. */
export const CROSSING_WORDS = {
  regions: ['跨地区', 'across regions'],
  departments: ['跨部门', 'across departments'],
  trades: ['跨行业', 'across trades'],
  'person-from-matter': ['人事分离', 'the person lives elsewhere than the matter lies'],
  'person-from-household': ['人户分离', 'the person lives elsewhere than registered'],
  'household-from-matter': ['户事分离', 'the household is registered elsewhere than the matter lies'],
} as const;

/** Each at most once. */
export const crossings = z
  .array(
    z.enum([
      'regions',
      'departments',
      'trades',
      'person-from-matter',
      'person-from-household',
      'household-from-matter',
    ]),
  )
  .min(1)
  .max(6)
  .refine((list) => new Set(list).size === list.length, { error: 'names one twice' });

/** 内容分类: up to three levels, e.g. 教育文体/教师待遇. */
export const topicPath = text(120).refine(
  (value) => {
    const levels = value.split('/');
    return levels.length <= 3 && levels.every((level) => level.trim() !== '');
  },
  { error: 'is no category of up to three levels such as 教育文体/教师待遇' },
);

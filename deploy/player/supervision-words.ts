import { z } from 'zod';
import { listing } from './casebook-words.js';

/* The words of 催办 and 督办 as a casebook writes them. */

/** A word of the office that stands for a code word; the message lists the known ones. */
function wordFor<V extends string>(words: Readonly<Record<string, V>>) {
  return listing(Object.keys(words)).transform((word, context): V => {
    const code = words[word];
    if (code !== undefined && Object.hasOwn(words, word)) return code;
    context.addIssue(`“${word.slice(0, 40)}” is not one of ${Object.keys(words).join('、')}`);
    return z.NEVER;
  });
}

export const remindWord = wordFor({ 电话: 'telephone', 催办单: 'slip' } as const);
export const urgencyWord = wordFor({ 普通: 'normal', 急件: 'urgent', 特急: 'most-urgent' } as const);
export const selectedWhyWord = wordFor({
  按月选定: 'monthly',
  逾期: 'late',
  领导批示: 'instructed',
} as const);

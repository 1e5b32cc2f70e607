import { describe, expect, test } from '@jest/globals';
import {
  CASE_STATE_WORDS,
  CATALOGUE,
  CATEGORY_WORDS,
  FORM_WORDS,
  LEG_EVENT_DATA,
  LEG_KIND_WORDS,
  LEG_STATE_WORDS,
  SOURCE_WORDS,
  VERDICT_WORDS,
  WANTS_WORDS,
  type dossierSchema,
  type legSchema,
  type reportPaperSchema,
} from '#contract';
import {
  CASE_STATE_CODES,
  CATEGORIES,
  type Dossier,
  FORMS,
  LEG_EVENTS,
  LEG_KINDS,
  LEG_STATE_CODES,
  LEG_TABLE,
  type Leg,
  type LocalDate,
  type ReportPaper,
  SOURCES,
  VERDICTS,
  WANTS,
} from '#domain';
import type { z } from 'zod';

/* The statute's words are written twice, in the pure domain and on the wire; here both are held together. */

describe('one word in the statute, the code and on the wire', () => {
  test.each([
    ['forms', FORMS, FORM_WORDS],
    ['sources', SOURCES, SOURCE_WORDS],
    ['categories', CATEGORIES, CATEGORY_WORDS],
    ['kinds of leg', LEG_KINDS, LEG_KIND_WORDS],
    ['wants', WANTS, WANTS_WORDS],
    ['verdicts', VERDICTS, VERDICT_WORDS],
    ['events of a leg', LEG_EVENTS, LEG_EVENT_DATA],
  ] as const)('%s', (_name, domain, wire) => {
    expect(Object.keys(wire).toSorted()).toEqual([...domain].toSorted());
  });

  test('the short codes of states', () => {
    const codes = (words: Readonly<Record<string, readonly string[]>>) =>
      Object.fromEntries(Object.entries(words).map(([state, [code]]) => [state, code]));
    expect(codes(LEG_STATE_WORDS)).toEqual(LEG_STATE_CODES);
    expect(codes(CASE_STATE_WORDS)).toEqual(CASE_STATE_CODES);
  });

  test('every event of a leg is a message, sent by the end that decides it', () => {
    for (const event of LEG_EVENTS) {
      const ends = new Set(LEG_TABLE.filter((row) => row.event === event).map((row) => row.end));
      const wire = Object.entries(CATALOGUE).find(([type]) => type === `huiyin.leg.${event}.v1`)?.[1];
      expect([event, wire?.end]).toEqual([event, ends.size === 2 ? 'either' : [...ends][0]]);
    }
  });
});

/** Dates are branded in the domain and plain on the wire; apart from that the shapes must be the same type. */
type Plain<T> = T extends LocalDate
  ? string
  : T extends readonly (infer E)[]
    ? Plain<E>[]
    : T extends object
      ? { -readonly [K in keyof T]: Plain<T[K]> }
      : T;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

test('the shapes of the wire are the shapes of the domain (checked by the compiler)', () => {
  const same: {
    readonly leg: Same<Plain<Leg>, z.infer<typeof legSchema>>;
    readonly dossier: Same<Plain<Dossier>, z.infer<typeof dossierSchema>>;
    readonly paper: Same<Plain<ReportPaper>, z.infer<typeof reportPaperSchema>>;
  } = { leg: true, dossier: true, paper: true };
  expect(Object.values(same)).toEqual([true, true, true]);
});

import { describe, expect, test } from '@jest/globals';
import { namesStory, unitsOfStep } from './casebook-checks.js';
import { STEPS } from './casebook-steps.js';

const link = STEPS.link.parse({ at: 'city', does: 'link', to: 'land-compensation-joint' });
const refer = STEPS.refer.parse({ at: 'city', does: 'refer', to: 'agency:education' });

describe('a step that links', () => {
  test('names a story, not a unit of the network', () => {
    expect(namesStory(link)).toBe(true);
    expect(unitsOfStep(link)).toEqual(['city']);
    expect(namesStory(refer)).toBe(false);
    expect(unitsOfStep(refer)).toEqual(['city', 'agency:education']);
  });

  test('may expect its items, its repeats and what another office told, and nothing unknown', () => {
    const expected = {
      lookAlike: 'land-compensation-joint',
      itemsOfCase: 2,
      repeat: 1,
      newCase: false,
      elsewhere: { office: 'city', fields: ['originNumber', 'office', 'state', 'consequence'] },
    };
    const step = { at: 'city', does: 'link', to: 'land-compensation-joint' };
    expect(STEPS.link.safeParse({ ...step, expect: expected }).success).toBe(true);
    expect(STEPS.link.safeParse({ ...step, expect: { ...expected, person: '某' } }).success).toBe(false);
  });
});

import { describe, expect, it } from '@jest/globals';
import { silentLog } from '#platform';
import { Gaps } from './gaps.js';

type Deps = ConstructorParameters<typeof Gaps>[0];

/** Gaps over a store that answers with none and, while it is asked, does that. */
function asked(meanwhile: () => void): { readonly gaps: Gaps; readonly questions: () => number } {
  let questions = 0;
  const store = {
    gaps: () => {
      questions += 1;
      if (questions === 1) meanwhile();
      return Promise.resolve([]);
    },
  };
  const deps = { store, log: silentLog } as unknown as Deps;
  return { gaps: new Gaps(deps), questions: () => questions };
}

describe('gaps', () => {
  it('looks again for what was parked while the store was answering', async () => {
    const { gaps, questions } = asked(() => gaps.parked());
    await gaps.look(0);
    await gaps.look(1);
    expect(questions()).toBe(2);
    await gaps.look(2);
    expect(questions()).toBe(2);
  });
});

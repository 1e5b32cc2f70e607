import { afterAll, expect, test } from '@jest/globals';
import { RealStage } from '../../support/model/real-stage.js';
import { runModel } from '../../support/model/run-model.js';

/** A slice of `npm run test:model` on real servers, so that the model itself cannot rot unseen. */
const RUNS = 5;

const stage = new RealStage(() => undefined);
afterAll(() => stage.stop(), 60_000);

test(
  `the model's sequences play on real MariaDB and Redis: ${RUNS} of them`,
  async () => {
    const done = await runModel(stage.run(RUNS), { seed: 20_260_302 });
    expect(done.done).toBeGreaterThan(RUNS * 3);
    expect(await stage.leaks()).toEqual([]);
  },
  5 * 60_000,
);

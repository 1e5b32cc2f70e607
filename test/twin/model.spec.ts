import { expect, test } from '@jest/globals';
import { Crossings } from '../support/model/crossings.js';
import { twinRun } from '../support/model/model-twin.js';
import { runModel } from '../support/model/run-model.js';

/** A slice of `npm run test:model`, always the same, so that the model itself cannot rot unseen. */
const RUNS = 200;

test(
  `the model's acts, crashes and redeliveries still play: ${RUNS} sequences`,
  async () => {
    const done = await runModel(twinRun({ runs: RUNS, crossings: new Crossings() }), { seed: 20_260_302 });
    expect(done.done).toBeGreaterThan(RUNS * 5);
    expect(done.crashes).toBeGreaterThan(RUNS / 2);
    expect(done.redelivered).toBeGreaterThan(RUNS / 2);
  },
  5 * 60_000,
);

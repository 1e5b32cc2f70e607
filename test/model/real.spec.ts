import { afterAll, expect, test } from '@jest/globals';
import { modelSettings } from '../support/model/model-settings.js';
import { RealStage } from '../support/model/real-stage.js';
import { runModel } from '../support/model/run-model.js';

const { runs, replay } = modelSettings('real');
const stage = new RealStage((line) => process.stderr.write(`${line}\n`));
afterAll(() => stage.stop(), 60_000);

test(
  `${runs} sequences of acts, crashes and redeliveries on real MariaDB and Redis: no invariant broken`,
  async () => {
    const done = await runModel(stage.run(runs), replay);
    if (replay.path === undefined) expect(done.done).toBeGreaterThan(runs * 3);
    expect(await stage.leaks()).toEqual([]);
  },
  4 * 60 * 60_000,
);

import { expect, test } from '@jest/globals';
import { Crossings } from '../support/model/crossings.js';
import { modelSettings } from '../support/model/model-settings.js';
import { twinRun } from '../support/model/model-twin.js';
import { playRare, RARE_CROSSINGS } from '../support/model/rare-crossings.js';
import { runModel } from '../support/model/run-model.js';

const { runs, replay } = modelSettings('twin');

test(
  `${runs} sequences of acts, crashes and redeliveries in memory: no invariant broken, every pair of acts crossed`,
  async () => {
    const crossings = new Crossings();
    const run = twinRun({ runs, crossings, say: (line) => process.stderr.write(`${line}\n`) });
    for (const rare of RARE_CROSSINGS) await playRare(await run.net(), rare);
    const done = await runModel(run, replay);
    // Some pairs need luck: a whole run goes on until they have met, a short one tells what it missed.
    const whole = replay.path === undefined && runs >= 10_000;
    for (let more = 0; whole && more < 5 && crossings.missing.length > 0; more += 1)
      await runModel({ ...run, runs: runs / 10 });
    // A model whose acts are all refused would prove nothing.
    if (replay.path === undefined) expect(done.done).toBeGreaterThan(runs * 5);
    process.stderr.write(`${crossings.report(runs)}\n`);
    if (whole) expect(crossings.missing).toEqual([]);
  },
  4 * 60 * 60_000,
);

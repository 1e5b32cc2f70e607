import { expect, test } from '@jest/globals';
import { Crossings } from '../support/model/crossings.js';
import { modelSettings } from '../support/model/model-settings.js';
import { twinRun } from '../support/model/model-twin.js';
import { runModel } from '../support/model/run-model.js';

const { runs, replay } = modelSettings('twin');

test(
  `${runs} sequences of acts, crashes and redeliveries in memory: no invariant broken, every pair of acts crossed`,
  async () => {
    const crossings = new Crossings();
    const done = await runModel(
      twinRun({ runs, crossings, say: (line) => process.stderr.write(`${line}\n`) }),
      replay,
    );
    // A model whose acts are all refused would prove nothing.
    if (replay.path === undefined) expect(done.done).toBeGreaterThan(runs * 5);
    process.stderr.write(`${crossings.report(runs)}\n`);
    // Some pairs need luck: a short run tells what it missed, a whole one must not miss any.
    if (runs >= 10_000) expect(crossings.missing).toEqual([]);
  },
  60 * 60_000,
);

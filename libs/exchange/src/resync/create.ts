import type { Failpoint, Log, SystemClock } from '#platform';
import type { Bodies } from '../bodies/bodies.js';
import type { FrameBuilder } from '../frames/build.js';
import { Copies } from '../heal/copies.js';
import type { NodeKeys, PeerDirectory } from '../ports/keys.js';
import type { InboundTable } from '../ports/messages.js';
import type { Rebuild } from '../ports/rebuild.js';
import type { ExchangeStore } from '../ports/store.js';
import type { FrameSender } from '../ports/transport.js';
import type { UnitOfWork } from '../ports/unit-of-work.js';
import type { ExchangeSettings } from '../settings.js';
import { nodeSuite } from '../suite/suite.js';
import { Comparing } from './comparing.js';
import { Gaps } from './gaps.js';
import { Giving } from './give.js';
import { LeftOutAgain } from './left-out.js';
import { OwnManifests } from './own-manifest.js';
import { Refilling } from './refilling.js';
import { Resync } from './resync.js';
import type { ResyncAlarms } from './resync-alarms.js';
import { Speaker } from './speaker.js';
import type { Standings } from './standings.js';
import { Taking } from './take.js';

/** Builds the part of an exchange that keeps two ends the same. */
export function createResync(options: {
  readonly keys: NodeKeys;
  readonly directory: PeerDirectory;
  readonly uow: UnitOfWork;
  readonly store: ExchangeStore;
  readonly bodies: Bodies;
  readonly standings: Standings;
  readonly alarms: ResyncAlarms;
  readonly builder: FrameBuilder;
  readonly sender: FrameSender;
  readonly clock: SystemClock;
  readonly settings: ExchangeSettings;
  readonly failpoint: Failpoint;
  readonly log: Log;
  readonly rebuild: () => Rebuild;
  readonly wake: () => void;
}): { readonly resync: Resync; readonly copies: Copies } {
  const { keys, directory, uow, store, bodies, standings, alarms, settings, failpoint, log } = options;
  const { node } = keys;
  const suite = nodeSuite;
  const speaker = new Speaker({ ...options, node });
  const taking = new Taking(options);
  const refilling = new Refilling({
    ...{ keys, directory, suite, speaker, standings, taking, alarms, failpoint, log },
    again: (peer) => resync.again(peer),
  });
  const copies = new Copies({ keys, directory, suite, speaker, log });
  const resync: Resync = new Resync({
    ...{ node, directory, store, standings, speaker, refilling, copies, settings, failpoint, log },
    comparing: new Comparing({ uow, store, speaker, log }),
    gaps: new Gaps({ uow, store, bodies, speaker, settings, log }),
    giving: new Giving({ node, uow, store, bodies, speaker }),
    own: new OwnManifests(keys, directory, suite),
    leftOut: new LeftOutAgain(options),
    wake: options.wake,
  });
  return { resync, copies };
}

/** For an exchange without a casework of its own: what came is handled as when it came first. */
export function plainRebuild(table: InboundTable): Rebuild {
  return {
    own: () => Promise.resolve({ kind: 'done' }),
    theirs: async (message) => {
      const applied = await table.get(message.type)?.handle(message);
      return applied === undefined || applied.kind === 'applied'
        ? { kind: 'done' }
        : { kind: 'not-yet', reason: applied.reason };
    },
    done: () => Promise.resolve(),
  };
}

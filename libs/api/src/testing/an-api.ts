import { ACTS, MEETING_ACTS, type ActName } from '#contract';
import { silentLog } from '#platform';
import { isActName } from '../acts/post-act.js';
import { isMeetingActName } from '../acts/post-meeting-act.js';
import type { NodeApi } from '../node-api.js';

interface Parts {
  readonly perform: NodeApi['acts']['perform'];
  readonly allowedActs: readonly ActName[];
  readonly isRace: (error: unknown) => boolean;
  readonly isOutage: (error: unknown) => boolean;
  readonly log: NodeApi['log'];
  readonly consoleFolder: string;
}

const nothing = (): never => {
  throw new Error('this test asks for nothing here');
};

const NO_SUPERVISION: NodeApi['views']['supervision'] = {
  ofLeg: nothing,
  openLetters: nothing,
  openSuperiors: nothing,
  drafts: nothing,
  notices: nothing,
  selected: nothing,
  bulletin: nothing,
};

const NO_LEADERS: NodeApi['views']['leaders'] = {
  readingList: nothing,
  instructions: nothing,
  tasksOfCase: nothing,
  tasks: nothing,
  notices: nothing,
  ledger: nothing,
  followUps: nothing,
  followUpFigures: nothing,
};

const NO_VIEWS: NodeApi['views'] = {
  cases: nothing,
  caseById: nothing,
  caseByOrigin: nothing,
  legs: nothing,
  legById: nothing,
  historyOfCase: nothing,
  historyOfLeg: nothing,
  working: nothing,
  meetings: { list: nothing, byId: nothing, topics: nothing },
  competences: nothing,
  board: nothing,
  supervision: NO_SUPERVISION,
  leaders: NO_LEADERS,
  guards: {
    suggest: nothing,
    successions: nothing,
    ofCase: nothing,
    mayNotRead: nothing,
    excludedCases: nothing,
  },
};

const NO_MATTERS: NodeApi['matters'] = {
  lookAlikes: nothing,
  lookAlikesOfCase: nothing,
  linkPreview: nothing,
  elsewhere: nothing,
  asks: nothing,
  search: nothing,
};

/** A node's API for unit tests; a test states only what matters. */
export function anApi(parts: Partial<Parts> = {}): NodeApi {
  const { allowedActs = Object.keys(ACTS).filter(isActName), consoleFolder } = parts;
  return {
    node: 'city',
    role: 'city',
    acts: { perform: parts.perform ?? nothing },
    views: NO_VIEWS,
    exports: { ask: nothing, direct: nothing, get: nothing, list: nothing, open: nothing, remove: nothing },
    worklists: { summaries: nothing, page: nothing, cases: nothing, rebuild: nothing },
    meetings: {
      acts: { perform: nothing },
      allowed: new Set(Object.keys(MEETING_ACTS).filter(isMeetingActName)),
    },
    intake: {
      drafts: { save: nothing, list: nothing, discard: nothing },
      attachments: { receive: nothing, add: nothing, discard: nothing, open: nothing },
      views: { corrections: nothing, archive: nothing, attachments: nothing },
      enclosures: { ofCase: nothing },
    },
    rules: { now: nothing, reload: nothing },
    matters: NO_MATTERS,
    allowedActs: new Set(allowedActs),
    exchange: {
      figures: nothing,
      quarantined: nothing,
      deliveries: nothing,
      alarms: nothing,
      proof: nothing,
      acknowledge: nothing,
      resync: { peers: nothing, standings: nothing, status: nothing, diff: nothing, resync: nothing },
    },
    operator: {
      status: nothing,
      operations: nothing,
      retry: nothing,
      drop: nothing,
      diff: nothing,
      heal: nothing,
      resync: nothing,
    },
    health: async () => ({ phase: 'ready', problems: {} }),
    metrics: nothing,
    changes: { listen: () => () => undefined },
    failures: { isOutage: parts.isOutage ?? (() => false), isRace: parts.isRace ?? (() => false) },
    door: { port: 8100, startToken: 't'.repeat(32) },
    ...(consoleFolder === undefined ? {} : { consoleFolder }),
    log: parts.log ?? silentLog,
  };
}

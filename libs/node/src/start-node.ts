import { createHash } from 'node:crypto';
import type { NetworkDirectory, NodeIdentity, OpenedReach } from '#access';
import type { NodeApi } from '#api';
import {
  Acts,
  type Desk,
  handOverUnits,
  matterIndexing,
  MatterViews,
  matterWords,
  MeetingActs,
  Sweep,
  Views,
  worklistPlace,
} from '#casework';
import { actAnswer, meetingAnswer } from '#contract';
import { legalDay, type TimeZone } from '#domain';
import {
  auditTrailOf,
  beginAudit,
  caseworkReads,
  caseworkUnitOfWork,
  type Database,
  type DatabaseSettings,
  isDuplicateKey,
  isOutage,
  matterReads,
  type MigrationStep,
  openDatabase,
  parseDatabaseUrl,
  records,
} from '#persistence';
import { createLog, type Log, type NodeSettings, type Segmenter, uuidV7Maker } from '#platform';
import { exchangeApi } from './alarms.js';
import { Changes } from './changes.js';
import { FurthestState } from './furthest-state.js';
import { intakeOf, sealedFiles } from './intake.js';
import { lanesOf } from './lanes.js';
import { listen, nestLogOf } from './listen.js';
import { listsOf } from './lists.js';
import type { LiveDirectory } from './live-directory.js';
import { openLegalTime } from './legal-time.js';
import { operatorOf } from './operator.js';
import { type LoadedRules, rulesOf } from './loaded-rules.js';
import type { NodeApp } from './node-app.js';
import { createNodeExchange } from './node-exchange.js';
import { NodeHealth } from './node-health.js';
import { NodeMetrics } from './node-metrics.js';
import { papersOf } from './papers.js';
import { CannotStart } from './problems.js';

/** What the nodes of one process have in common: files that were read once. Nothing of it changes. */
export interface Common {
  readonly app: NodeApp;
  readonly settings: NodeSettings;
  readonly directory: NetworkDirectory;
  readonly rulebook: LoadedRules;
  readonly zone: TimeZone;
  readonly steps: readonly MigrationStep[];
  /** Cuts a text into words; its dictionary is shared by the nodes of this process. */
  readonly segment: Segmenter;
  /** The schema of a node: `hy_<node>`. Another, and less patience, only in tests that share a server. */
  readonly databaseOf: (node: string) => Pick<DatabaseSettings, 'schema' | 'statementTimeout'>;
  /** Nodes that speak HTTPS with other organisations. Default: none does, and every frame goes by Redis. */
  readonly reaches?: ReadonlyMap<string, OpenedReach>;
  /** Takes in a newer directory while the nodes run. Default: what was read at the start stays. */
  readonly live?: LiveDirectory;
  /** Where a node finds Redis, as its own user where it has one. */
  readonly redisUrlOf: (node: string) => string;
  /** Stands before every key in Redis, for tests that share one. Default none. */
  readonly redisSpace?: string;
}

/** A node that answers. */
export interface RunningNode {
  readonly name: string;
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts one node: its database, its exchange, its office, its HTTP. What it opened it closes when it fails. */
export async function startNode(common: Common, identity: NodeIdentity, port: number): Promise<RunningNode> {
  const { settings } = common;
  const { node } = identity;
  const log = createLog({
    node,
    level: settings.LOG_LEVEL,
    // Standard output tells one thing only: that all nodes are ready.
    write: (line) => void process.stderr.write(line),
  });
  const { host, port: databasePort, user, password } = parseDatabaseUrl(settings.DATABASE_URL);
  const database = await openDatabase(
    { host, port: databasePort, user, password, poolSize: settings.POOL_SIZE, ...common.databaseOf(node) },
    {
      records,
      steps: common.steps,
      onHookFailure: (error) => log.error('database.hook-failed', {}, error),
    },
  );
  try {
    await assertConnections(database, settings);
    auditTrailOf(database.uow).onLink(() => settings.FAILPOINTS('P15'));
    await beginAudit(database.uow);
    return await serve(common, identity, port, database, log);
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Every hosted node may fill its pool; whoever comes after the server's last connection waits for ever. */
async function assertConnections(database: Database, settings: NodeSettings): Promise<void> {
  const rows = await database.dataSource.query<readonly { most: number }[]>(
    'SELECT @@max_connections AS most',
  );
  const most = rows[0]?.most ?? 0;
  const wanted = settings.NODES.length * settings.POOL_SIZE;
  if (wanted < most) return;
  throw new CannotStart([
    `The ${settings.NODES.length} nodes of this process may open ${wanted} database connections, and the server allows ${most} in all: lower POOL_SIZE or raise max_connections.`,
  ]);
}

async function serve(
  common: Common,
  identity: NodeIdentity,
  port: number,
  database: Database,
  log: Log,
): Promise<RunningNode> {
  const { settings, directory, app: role } = common;
  const { node, office } = identity;
  const { uow } = database;
  const { simulated } = directory.settings;
  const time = await openLegalTime(simulated, uow);
  const changes = new Changes();
  const day = (instant: Date) => legalDay(instant, common.zone);
  const reach = common.reaches?.get(node);
  const papers = papersOf({
    ...{ identity, settings, reach, database, log, desk: () => desk },
    record: (operation) => exchange.record(operation),
  });
  const exchange = createNodeExchange(common, identity, database, log, {
    legalClock: time.legal,
    desk: () => desk,
    onAnswer: (peer, afterMs) => metrics.answered(peer, afterMs),
    others: papers.others,
  });
  const metrics = new NodeMetrics(node, exchange, papers);
  const words = matterWords(common.segment, identity.matter);
  const indexing = matterIndexing(words, identity.matter);
  const place = worklistPlace(office, common.rulebook.calendar);
  const desk: Desk = {
    uow: changes.watch(caseworkUnitOfWork(uow, node, indexing, place), uow),
    office,
    rulebook: common.rulebook,
    time: time.legal,
    legalDay: day,
    newId: uuidV7Maker(),
    outbox: exchange.outbox,
    vault: exchange.vault,
    files: sealedFiles(database, { dataDir: settings.DATA_DIR, node }, log),
    // grows when a peer proves that this node was set back: no number is given twice
    get epoch() {
      return exchange.epoch();
    },
    reviewSlip: directory.settings.defaults.reviewSlip,
    matter: { words, indexing, network: identity.matter, asksPerDay: settings.MATTER_ASKS_PER_DAY },
  };
  const furthest = await FurthestState.open({ node, dataDir: settings.DATA_DIR, database, exchange, log });
  const running = await time.start({
    sweep: metrics.watch(new Sweep(desk, settings.RETENTION_DAYS)),
    exchange,
    legalDay: day,
    failpoint: settings.FAILPOINTS,
    log,
  });
  const health = new NodeHealth(
    database,
    common.redisUrlOf(node),
    exchange,
    metrics.sweepStanding(!simulated),
    papers,
  );
  const views = new Views({
    reads: caseworkReads(uow),
    office,
    // Read again when the files are newer: a view judges by the calendar of its moment.
    get calendar() {
      return common.rulebook.calendar;
    },
    reserveDays: common.rulebook.settings.reserveDays,
    sha256: (text) => createHash('sha256').update(text).digest('hex'),
    today: () => day(time.legal.now()),
    get lanes() {
      return lanesOf(directory);
    },
    simulated,
  });
  const lists = listsOf({
    ...{ node, settings, database, office, words, place, views, log },
    today: () => day(time.legal.now()),
  });
  const api: NodeApi = {
    node,
    role: role.role,
    acts: new Acts(desk, (stored) => actAnswer.parse(stored)),
    views,
    matters: new MatterViews({
      reads: caseworkReads(uow),
      matter: matterReads(uow),
      words,
      get calendar() {
        return common.rulebook.calendar;
      },
      today: () => day(time.legal.now()),
      caseView: (row) => views.caseView(row),
    }),
    worklists: lists.worklists,
    exports: lists.exports,
    intake: await intakeOf(desk, database, { dataDir: settings.DATA_DIR, node }),
    rules: rulesOf(common.rulebook, desk),
    allowedActs: new Set(role.acts),
    meetings: {
      acts: new MeetingActs(desk, (stored) => meetingAnswer.parse(stored)),
      allowed: new Set(role.meetingActs),
    },
    exchange: exchangeApi(exchange, desk),
    operator: operatorOf(node, exchange, desk, papers),
    ...(running.simulation === undefined ? {} : { simulation: running.simulation }),
    health: () => health.ask(),
    metrics: () => metrics.read(),
    changes,
    failures: { isOutage, isRace: isDuplicateKey },
    door: { port, startToken: settings.START_TOKEN },
    ...(role.console === undefined ? {} : { consoleFolder: role.console }),
    log,
  };
  // A newer directory may have given a unit that is kept here a node of its own.
  await handOverUnits(desk);
  const unlisten = common.live?.onTaken(() => handOverUnits(desk));
  await lists.start();
  const whole = async (): Promise<void> => {
    await furthest.whole();
    await papers.start();
  };
  const app = await listen(api, exchange, port, nestLogOf(settings), whole).catch(async (error: unknown) => {
    await furthest.stop();
    await papers.stop();
    await running.stop();
    await lists.stop();
    throw error;
  });
  health.phase.ready();
  log.info('node.ready', { port });
  return {
    name: node,
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      health.phase.stopping();
      await settings.FAILPOINTS('P16');
      unlisten?.();
      await running.stop();
      await lists.stop();
      await papers.stop();
      await app.close();
      await furthest.stop();
      await database.close();
    },
  };
}

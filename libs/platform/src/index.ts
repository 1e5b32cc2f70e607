export { systemClock, type LegalClock, type SystemClock } from './clock.js';
export {
  FailpointHit,
  FAILPOINTS,
  noFailpoint,
  parseFailpoints,
  type Failpoint,
  type FailpointName,
} from './failpoint.js';
export { Health, HEALTH_PHASES, type HealthPhase, type HealthReport } from './health.js';
export {
  createLog,
  describeError,
  LOG_LEVELS,
  silentLog,
  type Log,
  type LogIds,
  type LogLevel,
} from './log.js';
export { nestLog } from './nest-log.js';
export { openRedis, redisPrefix, redisProblem, type RedisPurpose } from './redis/connection.js';
export {
  ensureRedisUsers,
  makeRedisUsers,
  readRedisUsers,
  redisAclLine,
  redisUrlOf,
  redisUserOf,
  type RedisGrant,
  type RedisUsers,
} from './redis/users.js';
export { handleSignals, stopAll, type Stoppable } from './shutdown.js';
export { uuidV7, uuidV7Maker } from './uuid.js';
export { nodeSettings, portsOf, type NodeSettings } from './config/node-settings.js';
export {
  printProblems,
  readSettings,
  setting,
  whenSound,
  type Environment,
  type SettingProblem,
  type Settings,
} from './config/settings.js';
export { chineseSegmenter, type Segmenter } from './segmenter.js';

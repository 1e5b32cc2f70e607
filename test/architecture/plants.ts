/** One file that breaks exactly the rule it is planted for (others may be broken along with it). */
interface Plant {
  readonly rule: string;
  readonly file: string;
  readonly text: string;
}

const plant = (rule: string, file: string, text: string): Plant => ({ rule, file, text });

/** A violation for every rule of layers.config.cjs. */
export const plants: readonly Plant[] = [
  // the allow-lists
  plant('domain-imports-only-what-it-may', 'libs/domain/src/zod.ts', `import 'zod';`),
  plant('domain-imports-only-what-it-may', 'libs/domain/src/file.ts', `import 'node:fs';`),
  plant(
    'domain-imports-only-what-it-may',
    'libs/domain/src/wire.ts',
    `import type { contract } from '#contract';`,
  ),
  plant('contract-imports-only-what-it-may', 'libs/contract/src/domain.ts', `import '#domain';`),
  plant('contract-imports-only-what-it-may', 'libs/contract/src/file.ts', `import 'node:crypto';`),
  plant('platform-imports-only-what-it-may', 'libs/platform/src/wire.ts', `import '#contract';`),
  plant('exchange-imports-only-what-it-may', 'libs/exchange/src/domain.ts', `import '#domain';`),
  plant('exchange-imports-only-what-it-may', 'libs/exchange/src/rows.ts', `import type {} from 'typeorm';`),
  plant('access-imports-only-what-it-may', 'libs/access/src/casework.ts', `import '#casework';`),
  plant('casework-imports-only-what-it-may', 'libs/casework/src/rows.ts', `import '#persistence';`),
  plant('casework-imports-only-what-it-may', 'libs/casework/src/http.ts', `import '@nestjs/common';`),
  plant('persistence-imports-only-what-it-may', 'libs/persistence/src/http.ts', `import '#api';`),
  plant('api-imports-only-what-it-may', 'libs/api/src/domain.ts', `import '#domain';`),
  plant('api-imports-only-what-it-may', 'libs/api/src/rows.ts', `import '#persistence';`),
  plant(
    'nodes-imports-only-what-it-may',
    'apps/city/src/player.ts',
    `import '../../../deploy/player/player.js';`,
  ),
  plant('console-imports-only-what-it-may', 'apps/console/src/domain.ts', `import '#domain';`),
  plant('console-imports-only-what-it-may', 'apps/console/src/file.ts', `import 'node:fs';`),
  plant('commands-imports-only-what-it-may', 'deploy/cli/due.ts', `import '#casework';`),
  plant('migration-imports-only-what-it-may', 'deploy/cli/migrate.ts', `import '#casework';`),
  plant('recovery-imports-only-what-it-may', 'deploy/cli/recover.ts', `import '#casework';`),
  plant('verification-imports-only-what-it-may', 'deploy/cli/verify.ts', `import '#persistence';`),
  plant('keeping-imports-only-what-it-may', 'deploy/cli/keys.ts', `import '#persistence';`),
  plant('audit-imports-only-what-it-may', 'deploy/cli/audit.ts', `import '#casework';`),
  plant('redisUsers-imports-only-what-it-may', 'deploy/cli/redis-users.ts', `import '#persistence';`),
  plant('node-imports-only-what-it-may', 'libs/node/src/rows.ts', `import 'typeorm';`),
  plant('seed-imports-only-what-it-may', 'deploy/seed/rows.ts', `import '#contract';`),
  plant('player-imports-only-what-it-may', 'deploy/player/rows.ts', `import '#persistence';`),
  plant('bootstrap-imports-only-what-it-may', 'deploy/start/early.mjs', `import 'zod';`),
  plant('bootstrap-imports-only-what-it-may', 'deploy/servers/early.mjs', `import '../cli/plain.js';`),
  plant('start-imports-only-what-it-may', 'deploy/start/network.ts', `import '#persistence';`),
  // the same for the tests beside the code
  plant('domain-specs-import-only-what-they-may', 'libs/domain/src/a.spec.ts', `import '#contract';`),
  plant('contract-specs-import-only-what-they-may', 'libs/contract/src/a.spec.ts', `import '#domain';`),
  plant('platform-specs-import-only-what-they-may', 'libs/platform/src/a.spec.ts', `import '#contract';`),
  plant('exchange-specs-import-only-what-they-may', 'libs/exchange/src/a.spec.ts', `import '#domain';`),
  plant('access-specs-import-only-what-they-may', 'libs/access/src/a.spec.ts', `import '#domain';`),
  plant('casework-specs-import-only-what-they-may', 'libs/casework/src/a.spec.ts', `import '#persistence';`),
  plant('persistence-specs-import-only-what-they-may', 'libs/persistence/src/a.spec.ts', `import '#api';`),
  plant('api-specs-import-only-what-they-may', 'libs/api/src/a.spec.ts', `import '#persistence';`),
  plant('node-specs-import-only-what-they-may', 'libs/node/src/a.spec.ts', `import 'mysql2';`),
  plant('nodes-specs-import-only-what-they-may', 'apps/agency/src/a.spec.ts', `import 'typeorm';`),
  plant('console-specs-import-only-what-they-may', 'apps/console/src/a.spec.tsx', `import '#domain';`),
  plant('commands-specs-import-only-what-they-may', 'deploy/cli/due.spec.ts', `import '#casework';`),
  plant('migration-specs-import-only-what-they-may', 'deploy/cli/migrate.spec.ts', `import '#casework';`),
  plant('recovery-specs-import-only-what-they-may', 'deploy/cli/recover.spec.ts', `import '#casework';`),
  plant('verification-specs-import-only-what-they-may', 'deploy/cli/verify.spec.ts', `import '#casework';`),
  plant('keeping-specs-import-only-what-they-may', 'deploy/cli/keys.spec.ts', `import '#casework';`),
  plant('audit-specs-import-only-what-they-may', 'deploy/cli/audit.spec.ts', `import '#casework';`),
  plant(
    'redisUsers-specs-import-only-what-they-may',
    'deploy/cli/redis-users.spec.ts',
    `import '#casework';`,
  ),
  plant('seed-specs-import-only-what-they-may', 'deploy/cli/seed.spec.ts', `import '#contract';`),
  plant('player-specs-import-only-what-they-may', 'deploy/player/a.spec.ts', `import '#persistence';`),
  plant('start-specs-import-only-what-they-may', 'deploy/start/a.spec.ts', `import '#persistence';`),
  // ports are types
  plant(
    'casework-knows-ports-as-types-only',
    'libs/casework/src/send.ts',
    `import { exchange } from '#exchange';`,
  ),
  plant(
    'persistence-knows-ports-as-types-only',
    'libs/persistence/src/send.ts',
    `import { exchange } from '#exchange';`,
  ),
  plant('api-knows-ports-as-types-only', 'libs/api/src/send.ts', `import { exchange } from '#exchange';`),
  // one place for each of these packages
  plant('typeorm-only-in-its-place', 'apps/city/src/rows.ts', `import 'typeorm';`),
  plant('mysql2-only-in-its-place', 'libs/exchange/src/sql.ts', `import 'mysql2/promise';`),
  plant('@e965/xlsx-only-in-its-place', 'deploy/cli/due-sheet.ts', `import '@e965/xlsx';`),
  plant('exceljs-only-in-its-place', 'libs/persistence/src/sheet.ts', `import 'exceljs';`),
  plant('@peculiar/x509-only-in-its-place', 'libs/access/src/tls/folder.ts', `import '@peculiar/x509';`),
  plant('prom-client-only-in-its-place', 'libs/node/src/counts.ts', `import 'prom-client';`),
  plant('bullmq-only-in-its-place', 'libs/exchange/src/relay.ts', `import 'bullmq';`),
  plant('ioredis-only-in-its-place', 'libs/platform/src/health.ts', `import 'ioredis';`),
  plant('@node-rs/jieba-only-in-its-place', 'libs/platform/src/words.ts', `import '@node-rs/jieba';`),
  plant('yaml-only-in-its-place', 'libs/casework/src/read.ts', `import 'yaml';`),
  plant('pino-only-in-its-place', 'libs/api/src/log.ts', `import 'pino';`),
  plant('react-only-in-its-place', 'apps/township/src/page.ts', `import 'react';`),
  // general rules
  plant('no-circle', 'libs/domain/src/circle.ts', `export * from './circle.js';`),
  plant('no-circle', 'libs/exchange/src/one.ts', `import './two.js'; export {};`),
  plant('everything-resolves', 'libs/domain/src/nothing.ts', `import './not-there.js';`),
  plant('no-app-imports-another-app', 'apps/committee/src/other.ts', `import '../../city/src/plain.js';`),
  plant(
    'a-lib-from-outside-by-its-index',
    'libs/exchange/src/deep.ts',
    `import '../../contract/src/plain.js';`,
  ),
  plant(
    'a-lib-from-outside-by-its-index',
    'apps/city/src/deep.ts',
    `import '../../../libs/api/src/plain.js';`,
  ),
  plant('inside-a-lib-by-file', 'libs/contract/src/index-inside.ts', `import './index.js';`),
  plant('inside-a-lib-by-file', 'libs/contract/src/index-by-name.ts', `import '#contract';`),
  plant(
    'production-never-imports-test',
    'libs/casework/src/fixture.ts',
    `import '../../../test/support/plain.js';`,
  ),
  plant('no-development-package-in-production', 'libs/api/src/dev.ts', `import '@nestjs/testing';`),
];

/** What a plant needs beside itself to be a violation. */
export const companions: Readonly<Record<string, string>> = {
  'libs/exchange/src/two.ts': `import './one.js'; export {};`,
};

const libs = [
  'domain',
  'contract',
  'platform',
  'exchange',
  'casework',
  'persistence',
  'access',
  'api',
  'node',
];

/** What the plants import; breaks no rule. Shows too that an allowed import stays allowed. */
export const soil: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    libs.map((name) => [`libs/${name}/src/index.ts`, `export { ${name} } from './plain.js';`]),
  ),
  ...Object.fromEntries(
    libs.map((name) => [`libs/${name}/src/plain.ts`, `export const ${name} = '${name}';`]),
  ),
  'apps/city/src/plain.ts': `export const city = 'city';`,
  'deploy/cli/plain.js': `export const cli = 'cli';`,
  'deploy/player/player.ts': `export { domain } from '#domain';`,
  'test/support/plain.ts': `export const support = 'support';`,
  'libs/contract/src/schema.ts': `import 'zod';`,
  'libs/platform/src/redis/connect.ts': `import 'ioredis'; import 'node:os';`,
  'libs/exchange/src/transport/worker.ts': `import 'bullmq'; import 'ioredis'; import '#contract';`,
  'libs/casework/src/ask.ts': `import '#domain'; import type { exchange } from '#exchange'; export type E = typeof exchange;`,
  'libs/persistence/src/store.ts': `import 'typeorm'; import 'mysql2/promise'; import type { casework } from '#casework'; export type C = typeof casework;`,
  'libs/domain/src/plain.spec.ts': `import '@jest/globals'; import 'fast-check'; import 'node:fs'; import './plain.js';`,
  'apps/city/src/module.ts': `import '@nestjs/core'; import '#persistence'; import '#api'; import './plain.js';`,
  'apps/console/src/page.ts': `import 'react'; import type { contract } from '#contract'; export type C = typeof contract;`,
  'deploy/cli/migrate-all.ts': `import '#persistence';`,
  'deploy/start/late.ts': `import '../player/player.js'; import 'zod';`,
};

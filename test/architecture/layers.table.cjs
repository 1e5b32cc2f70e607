// Who may import whom: the allow-list of the architecture as data. All that is not allowed is forbidden.
const lib = (name) => `^libs/${name}/src/`;
const pkg = (name) => `(^|/)node_modules/${name}/`;

/** Extra for test files that lie beside the code. */
const inSpecs = ['@jest/globals', 'fast-check', '@nestjs/testing', 'yaml'].map(pkg).concat('^test/support/');

/**
 * element → where it lies, what it may import.
 * libs: by name; types: libs of which it may import types only (their ports); packages: npm; paths: own repository;
 * node: Node's builtin modules.
 */
const elements = {
  domain: { at: lib('domain') },
  contract: { at: lib('contract'), packages: ['zod'] },
  platform: {
    at: lib('platform'),
    packages: ['zod', 'pino', '@nestjs/common', 'ioredis', '@node-rs/jieba'],
    node: true,
  },
  exchange: {
    at: lib('exchange'),
    libs: ['contract', 'platform'],
    packages: ['@nestjs/microservices', 'bullmq', 'ioredis'],
    node: true,
  },
  access: {
    at: lib('access'),
    libs: ['contract', 'platform'],
    packages: ['yaml', '@peculiar/x509', 'reflect-metadata'],
    node: true,
  },
  casework: {
    at: lib('casework'),
    libs: ['domain', 'contract', 'platform'],
    types: ['exchange', 'access'],
    packages: ['zod', 'yaml'],
    node: true,
  },
  persistence: {
    at: lib('persistence'),
    libs: ['domain', 'contract', 'platform'],
    types: ['casework', 'exchange', 'access'],
    packages: ['typeorm', 'mysql2', 'zod', 'exceljs'],
    node: true,
  },
  api: {
    at: lib('api'),
    libs: ['casework', 'access', 'contract', 'platform'],
    types: ['exchange'],
    packages: ['@nestjs/[^/]+', 'rxjs', 'reflect-metadata', 'zod'],
    node: true,
  },
  // The composition root of every node (deploy/decisions/one-composition-root.md): the one lib that may import all.
  node: {
    at: lib('node'),
    libs: ['domain', 'contract', 'platform', 'exchange', 'access', 'casework', 'persistence', 'api'],
    packages: ['@nestjs/[^/]+', 'reflect-metadata', 'zod', 'prom-client'],
    node: true,
  },
  nodes: {
    at: '^apps/(city|township|committee|agency)/',
    libs: ['domain', 'contract', 'platform', 'exchange', 'access', 'casework', 'persistence', 'api', 'node'],
    packages: ['@nestjs/[^/]+', 'rxjs', 'reflect-metadata', 'zod'],
    node: true,
  },
  console: {
    at: '^apps/console/src/',
    libs: ['contract'],
    packages: ['react', 'react-dom', 'zod', '@types/react'],
  },
  commands: {
    at: '^deploy/cli/(?!(migrate|db|seed|export|verify|backup|restore|recover|keys|audit|redis-users)[^/]*)',
    libs: ['domain', 'contract'],
    packages: ['zod', 'yaml', '@e965/xlsx'],
    // The one reader of rule packs and calendars: whoever shows a date shows it by the same rules.
    paths: ['^libs/casework/src/packs/'],
    node: true,
  },
  // The commands that speak SQL: as the owner of the schemas before any node runs, and to take everything out.
  migration: {
    at: '^deploy/cli/(migrate|db|export|backup|restore)[^/]*',
    libs: ['contract', 'platform', 'persistence'],
    packages: ['zod', 'yaml'],
    node: true,
  },
  // The way back of one office: looks into its schema, puts a backup back, then asks the running node like an operator.
  recovery: {
    at: '^deploy/cli/recover[^/]*',
    libs: ['persistence'],
    packages: ['zod'],
    paths: ['^deploy/cli/(db-settings|restore-file|exchange-arguments|exchange-request|table)\\.'],
    node: true,
  },
  // Whether a message was signed by two offices is judged by the exchange's own code; it needs no node and no database.
  verification: {
    at: '^deploy/cli/verify[^/]*',
    libs: ['contract', 'exchange'],
    packages: ['zod'],
    node: true,
  },
  // Keys of nodes and the signature of a directory: made by the code that reads them, without node or database.
  keeping: { at: '^deploy/cli/keys[^/]*', libs: ['contract', 'access'], node: true },
  // Who may reach what in the Redis that one organisation's nodes share.
  redisUsers: { at: '^deploy/cli/redis-users[^/]*', libs: ['platform', 'access'], node: true },
  // Whether an office's rows are as its audit chain says: needs its database, its keys and its peers' public ones.
  audit: {
    at: '^deploy/cli/audit[^/]*',
    libs: ['platform', 'access', 'persistence', 'node'],
    packages: ['zod'],
    paths: ['^deploy/cli/(db-settings|exchange-arguments|exchange-request)\\.'],
    node: true,
  },
  // Invented matters for a simulated network, written by the same code as real ones, many at once.
  seed: {
    at: '^deploy/(seed/|cli/seed[^/]*)',
    libs: ['domain', 'platform', 'access', 'casework', 'persistence', 'node'],
    packages: ['zod'],
    paths: ['^deploy/cli/db-settings', '^deploy/start/schemas'],
    node: true,
  },
  player: { at: '^deploy/player/', libs: ['domain', 'contract'], packages: ['zod', 'yaml'], node: true },
  // Runs before any package is installed: plain JavaScript, no tests beside it.
  bootstrap: {
    at: '^deploy/(build|start|servers)/.*\\.mjs$',
    paths: ['^deploy/(start|servers)/.*\\.mjs$'],
    node: true,
  },
  start: {
    at: '^deploy/(start|servers|network)/(?!.*\\.mjs$)',
    libs: ['contract', 'platform', 'access'],
    packages: ['zod', 'yaml'],
    paths: ['^deploy/player/'],
    node: true,
  },
};

/** package → the only places that may import it */
const onlyIn = {
  typeorm: ['^libs/persistence/'],
  mysql2: ['^libs/persistence/'],
  '@e965/xlsx': ['^deploy/cli/import-xlsx'],
  exceljs: ['^libs/persistence/src/files/workbook'],
  'prom-client': ['^libs/node/src/node-metrics'],
  bullmq: ['^libs/exchange/src/transport/'],
  ioredis: ['^libs/exchange/src/transport/', '^libs/platform/src/redis/'],
  yaml: ['^libs/casework/src/packs/', '^libs/access/', '^deploy/'],
  '@peculiar/x509': ['^libs/access/src/tls/make-certificate'],
  pino: ['^libs/platform/'],
  '@node-rs/jieba': ['^libs/platform/src/segmenter'],
  react: ['^apps/console/'],
};

module.exports = { elements, onlyIn, inSpecs, lib, pkg };

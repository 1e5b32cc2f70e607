// Rules for dependency-cruiser, made from layers.table.cjs; layers.spec.ts plants a violation for each of them.
const { elements, onlyIn, inSpecs, lib, pkg } = require('./layers.table.cjs');

/** The part of casework with an index of its own: commands read rule packs without the use cases. */
const packs = '^libs/casework/src/packs/index\\.ts$';
const spec = '\\.spec\\.tsx?$';
const production = '^(libs|apps|deploy)/';
/** The bundler takes what the console imports, so its packages are development packages. */
const bundled = '^apps/console/';

function allowed({ at, libs = [], types = [], packages = [], paths = [] }) {
  return [at, ...libs.concat(types).map(lib), ...packages.map(pkg), ...paths];
}

const allowLists = Object.entries(elements).map(([name, element]) => ({
  name: `${name}-imports-only-what-it-may`,
  comment: 'See test/architecture/layers.table.cjs.',
  severity: 'error',
  from: { path: element.at, pathNot: spec },
  to: { pathNot: allowed(element), ...(element.node ? { dependencyTypesNot: ['core'] } : {}) },
}));

const specsToo = Object.entries(elements)
  .filter(([name]) => name !== 'bootstrap')
  .map(([name, element]) => ({
    name: `${name}-specs-import-only-what-they-may`,
    comment: 'A test beside the code sees no more of the house than the code does.',
    severity: 'error',
    from: { path: `${element.at}.*${spec}` },
    to: { pathNot: [...allowed(element), ...inSpecs], dependencyTypesNot: ['core'] },
  }));

const portsOnly = Object.entries(elements)
  .filter(([, { types = [] }]) => types.length > 0)
  .map(([name, { at, types }]) => ({
    name: `${name}-knows-ports-as-types-only`,
    comment: `Of ${types.join(', ')} it may import types: the ports it implements or calls, never their code.`,
    severity: 'error',
    from: { path: at, pathNot: spec },
    to: { path: types.map(lib), dependencyTypesNot: ['type-only'] },
  }));

const singlePlaces = Object.entries(onlyIn).map(([name, places]) => ({
  name: `${name}-only-in-its-place`,
  severity: 'error',
  from: { path: production, pathNot: places },
  to: { path: pkg(name) },
}));

module.exports = {
  forbidden: [
    ...allowLists,
    ...specsToo,
    ...portsOnly,
    ...singlePlaces,
    { name: 'no-circle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'everything-resolves', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-app-imports-another-app',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'a-lib-from-outside-by-its-index',
      severity: 'error',
      from: { path: '^(?:libs|apps|deploy)/([^/]+)/' },
      to: { path: '^libs/', pathNot: ['^libs/$1/', '^libs/[^/]+/src/index\\.ts$', packs] },
    },
    {
      name: 'inside-a-lib-by-file',
      comment: 'Inside a lib the index is a circle waiting to close.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/src/' },
      to: { path: '^libs/$1/src/index\\.ts$' },
    },
    {
      name: 'production-never-imports-test',
      severity: 'error',
      from: { path: production, pathNot: spec },
      to: { path: ['^test/', spec] },
    },
    {
      name: 'no-development-package-in-production',
      severity: 'error',
      from: { path: production, pathNot: [spec, bundled] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    // No wider: it would hide node_modules/bullmq/dist and the rule about it would never fire.
    exclude: { path: '^dist/' },
    doNotFollow: { path: '(^|/)node_modules/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};

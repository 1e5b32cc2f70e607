// One Jest project per size of test: unit in milliseconds, the others on real servers (see test/README.md).
import { fileURLToPath } from 'node:url';

const rootDir = fileURLToPath(new URL('..', import.meta.url));
const transform = {
  '^.+\\.tsx?$': [
    '@swc/jest',
    {
      jsc: {
        parser: { syntax: 'typescript', decorators: true, tsx: false },
        transform: { legacyDecorator: true, decoratorMetadata: true },
        target: 'es2022',
        keepClassNames: true,
      },
      module: { type: 'es6' },
    },
  ],
};
const base = {
  rootDir,
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform,
  moduleNameMapper: {
    '^#(domain|contract|platform|exchange|casework|persistence|access|api|node)$':
      '<rootDir>/libs/$1/src/index.ts',
  },
  resolver: '<rootDir>/test/resolve-typescript.cjs',
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.data'],
};
const size = (displayName, testMatch) => ({ ...base, displayName, testMatch });

export default {
  rootDir,
  projects: [
    size('unit', [
      '<rootDir>/{libs,apps,deploy}/**/*.spec.ts',
      '<rootDir>/test/{contract,faults}/**/*.spec.ts',
    ]),
    size('twin', ['<rootDir>/test/twin/**/*.spec.ts']),
    size('architecture', ['<rootDir>/test/architecture/**/*.spec.ts']),
    size('medium', ['<rootDir>/test/medium/**/*.spec.ts']),
    size('model', ['<rootDir>/test/model/**/*.spec.ts']),
    size('e2e', ['<rootDir>/test/e2e/**/*.spec.ts']),
    size('browser', ['<rootDir>/test/browser/**/*.spec.ts']),
  ],
};

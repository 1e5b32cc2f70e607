// Type-aware and strict; warnings count as errors (npm run lint). A rule is switched off in one place only:
// `// eslint-disable-next-line rule -- the reason`, and the reason is checked.
import { defineConfig } from 'eslint/config';
import globals from 'globals';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** `process.env` in any spelling: settings are parsed once, in libs/platform/src/config. */
const environment = [
  {
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message: 'Settings come from libs/platform/src/config.',
  },
  {
    selector: 'ImportDeclaration[source.value=/^(node:)?process$/]',
    message:
      'Settings come from libs/platform/src/config; use the global process for signals and exit codes.',
  },
];

/** The domain and the use cases refuse with values; only the API knows about HTTP. */
const httpExceptions = [
  {
    selector:
      'NewExpression[callee.name=/^(Http|BadRequest|Unauthorized|Forbidden|NotFound|Conflict|Gone|Unprocessable|InternalServer|ServiceUnavailable)\\w*(Exception|Error)$/]',
    message: 'Expected refusals are values with a slug (style 7).',
  },
];

/** A pure function gets the time and the dice as arguments. */
const impure = [
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: 'Pass now as an argument.',
  },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Pass now as an argument.' },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: 'Pass it as an argument.',
  },
];

/** A disabled rule without a reason cannot be judged by the next reader. */
const house = {
  rules: {
    'disable-says-why': {
      meta: {
        type: 'suggestion',
        schema: [],
        messages: { why: 'Say why: `eslint-disable… rule -- reason`.' },
      },
      create: (context) => ({
        Program() {
          for (const comment of context.sourceCode.getAllComments()) {
            if (/^\s*eslint-disable/.test(comment.value) && !/\s--\s+\S+/.test(comment.value)) {
              context.report({ loc: comment.loc, messageId: 'why' });
            }
          }
        },
      }),
    },
  },
};

/** Of ESLint's own rules those that find mistakes which the compiler does not. */
const mistakes = {
  eqeqeq: 'error',
  'no-async-promise-executor': 'error',
  'no-cond-assign': 'error',
  'no-constant-binary-expression': 'error',
  'no-control-regex': 'error',
  'no-duplicate-case': 'error',
  'no-empty': 'error',
  'no-empty-pattern': 'error',
  'no-loss-of-precision': 'error',
  'no-misleading-character-class': 'error',
  'no-self-assign': 'error',
  'no-self-compare': 'error',
  'no-sparse-arrays': 'error',
  'no-unsafe-finally': 'error',
  'no-useless-escape': 'error',
  'no-var': 'error',
  'prefer-const': 'error',
};

export default defineConfig(
  { ignores: ['dist/**', 'node_modules/**', '.data/**', 'apps/console/dist/**'] },
  {
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { house },
    rules: { 'house/disable-says-why': 'error' },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    languageOptions: { globals: globals.node },
    rules: {
      'no-undef': 'error',
      'no-unused-vars': 'error',
      ...mistakes,
      'max-lines': ['error', 300],
    },
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // A written default says "all others alike"; without one every member must be named.
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { allowDefaultCaseForExhaustiveSwitch: true, considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      // A reader that names what it gives back says so with a parameter used once.
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // A port is asynchronous also where its twin in memory has nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      ...mistakes,
      'max-lines': ['error', 300],
    },
  },
  { files: ['libs/**/*.{ts,tsx}', 'apps/**/*.{ts,tsx}'], rules: { 'no-console': 'error' } },
  {
    files: ['libs/**/*.ts', 'apps/**/*.{ts,tsx}'],
    ignores: ['libs/platform/src/config/**', 'libs/casework/**', 'libs/domain/**'],
    rules: { 'no-restricted-syntax': ['error', ...environment] },
  },
  {
    files: ['libs/casework/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', ...environment, ...httpExceptions] },
  },
  {
    files: ['libs/domain/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: { 'no-restricted-syntax': ['error', ...environment, ...httpExceptions, ...impure] },
  },
  { files: ['**/*.brand.ts'], rules: { '@typescript-eslint/consistent-type-assertions': 'off' } },
  {
    files: ['test/**/*.ts', '**/*.spec.{ts,tsx}'],
    rules: {
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'as' }],
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // Jest's matchers (expect.any, objectContaining) are typed any.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      'max-lines': ['error', { max: 500 }],
      'no-console': 'off',
    },
  },
  {
    files: ['apps/console/**/*.{ts,tsx}'],
    extends: [reactHooks.configs.flat.recommended],
    languageOptions: { globals: globals.browser },
    rules: {
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
    },
  },
);

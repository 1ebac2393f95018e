import tseslint from 'typescript-eslint';

/** One rule that several places share with their own additions: ESLint replaces the list, it does not join them. */
const unsafeSql = [
  {
    selector:
      "CallExpression[callee.property.name='query'] > TemplateLiteral.arguments:first-child[expressions.length>0]",
    message:
      'Pass values as parameters ($1). For names, build the text outside the call with pg.escapeIdentifier.',
  },
  {
    selector:
      "CallExpression[callee.property.name='query'] > BinaryExpression.arguments:first-child[operator='+']",
    message: 'Pass values as parameters ($1) instead of joining strings.',
  },
  {
    selector:
      'Literal[value=/set_config\\([^)]*,\\s*false\\s*\\)/i], TemplateElement[value.raw=/set_config\\([^)]*,\\s*false\\s*\\)/i]',
    message:
      'A setting for the whole session leaks to the next user of the pool: the third argument must be true.',
  },
];

export default tseslint.config(
  {
    ignores: [
      'node_modules/',
      'dist/',
      '.local/',
      '**/generated/',
      'test-results/',
      'playwright-report/',
      'coverage/',
    ],
  },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': ['error', { ignoreIIFE: true }],
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { attributes: false, arguments: false } },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'The environment is read once, in a config.ts.' },
      ],
      'no-restricted-syntax': ['error', ...unsafeSql],
      eqeqeq: ['error', 'smart'],
      'no-console': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
    },
  },
  {
    files: ['**/config.ts', 'test/**', '**/*.config.{ts,js}'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['test/**'],
    rules: { 'no-console': 'off', 'no-restricted-syntax': 'off' },
  },
  { files: ['**/*.cjs'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  {
    // The workflow sandbox has no clock, no randomness and no network of its own.
    files: ['workflows/*.ts'],
    rules: {
      'no-restricted-globals': [
        'error',
        'fetch',
        'process',
        'require',
        'setInterval',
        'WeakRef',
        'FinalizationRegistry',
      ],
    },
  },
);

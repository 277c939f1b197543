import { readdirSync } from 'node:fs'
import js from '@eslint/js'
import prettier from 'eslint-config-prettier'
import vue from 'eslint-plugin-vue'
import { defineConfig, type Config } from 'eslint/config'
import globals from 'globals'
import ts from 'typescript-eslint'
import { noSilentCatch } from './scripts/no-silent-catch.ts'

/**
 * Who may know whom (docs/architecture.md): a layer may import only those that stand below it here. Folders of one
 * layer may know each other, except where it says `apart`.
 */
const layers = ['entrypoints', 'components', 'stores', 'platform', 'words', 'ipc', 'engine']
const belowFeatures: { folders: string[]; apart?: boolean }[] = [
  { folders: ['rooms', 'connection-check'] },
  { folders: ['session'] },
  { folders: ['network', 'settings', 'identity'] },
  { folders: ['rtc'] },
  { folders: ['storage'] },
  { folders: ['wire'] },
  { folders: ['base'] },
]
/** Every other folder of the engine is a feature, and knows no other one: chat, call, verification. */
const features = readdirSync(new URL('engine', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .filter((name) => name !== 'testing' && !belowFeatures.some(({ folders }) => folders.includes(name)))
const engineLayers: typeof belowFeatures = [{ folders: features, apart: true }, ...belowFeatures]
/** The workshop beside the product, which is not shipped. */
const workshop = ['bench', 'e2e', 'scripts']
/** Where the features meet, above all folders of the engine. */
const engineTop = String.raw`(?:engine|open-room|view)\.ts$`

interface Ban {
  readonly regex: string
  readonly message: string
}

/** Both ways of writing an import: from the root, and from a folder beside. */
const banFolder = (folder: string, above: string): Ban => ({
  regex: String.raw`^(?:@/|(?:\.\./)+)${above}/`,
  message: `${folder}/ may not know ${above}/: knowledge goes one way, downwards.`,
})
const banInEngine = (folder: string, above: string, path = `${above}/`): Ban => ({
  regex: String.raw`^(?:@/engine/|\.\./)${path}`,
  message: `engine/${folder}/ may not know ${above} of the engine: knowledge goes one way, downwards.`,
})
const rule = (patterns: Ban[]): NonNullable<Config['rules']> => ({
  'no-restricted-imports': ['error', { patterns }],
})

const bansOf = (layer: string) =>
  [...layers.slice(0, layers.indexOf(layer)), ...workshop].map((above) => banFolder(layer, above))

const onlyDownwards: Config[] = [
  ...layers.map((layer): Config => ({ files: [`${layer}/**/*.{ts,vue}`], rules: rule(bansOf(layer)) })),
  ...engineLayers.flatMap(({ folders, apart }, height) =>
    folders.map((folder): Config => {
      const above = engineLayers.slice(0, height).flatMap((layer) => layer.folders)
      const beside = apart ? folders.filter((other) => other !== folder) : []
      const bans = [...above, ...beside, 'testing'].map((other) => banInEngine(folder, other))
      return {
        files: [`engine/${folder}/**/*.ts`],
        // A test may put the whole engine together.
        ignores: ['**/*.test.ts'],
        rules: rule([...bansOf('engine'), ...bans, banInEngine(folder, 'the top', engineTop)]),
      }
    }),
  ),
]

/**
 * The workshop beside the product: testing/ (browsers, relays, networks and sound for tests) is below bench/, e2e/ and
 * scripts/, which know nothing of each other.
 */
const workshopLayers = ['testing', ...workshop].map((folder): Config => {
  const forbidden = workshop.filter((other) => other !== folder)
  // What testing/ starts, it starts as processes: it imports nothing of the product either.
  if (folder === 'testing') forbidden.push(...layers, 'relay')
  return {
    files: [`${folder}/**/*.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: `^(@/|(\\.\\./)+)(${forbidden.join('|')})/`,
              message: `${folder}/ may not know ${forbidden.join('/, ')}/: what they share belongs in testing/.`,
            },
          ],
        },
      ],
    },
  }
})

/** The product's tests may know the types in testing/; nothing of the product knows the rest of the workshop. */
const productKnowsNoWorkshop: Config = {
  files: ['{entrypoints,components,stores,ipc,platform,words,engine,locales}/**/*.{ts,vue}'],
  rules: {
    // Not the rule above: of one rule only the last configuration holds.
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: `^(@/|(\\.\\./)+)(${workshop.join('|')})/`,
            message: 'The product may not know bench/, e2e/ or scripts/.',
          },
          {
            regex: '^@/testing/',
            allowTypeImports: true,
            message: 'The product may know only types of testing/.',
          },
        ],
      },
    ],
  },
}

/** What differs between browsers is in a Platform; what runs in the background, so that no panel loads the host. */
const onlyPlatformsKnowTheBuild: Config = {
  files: ['{entrypoints,components,stores,ipc,platform,words,engine}/**/*.{ts,vue}'],
  ignores: ['platform/current.ts', 'entrypoints/background.ts', '**/*.test.ts'],
  rules: {
    'no-restricted-syntax': [
      'error',
      {
        selector: "MemberExpression[object.type='MetaProperty'][property.name='env']",
        message: 'Which browser this was built for is known to platform/current.ts only: ask the platform.',
      },
    ],
  },
}

export default defineConfig(
  { ignores: ['.output/', '.wxt/', 'artifacts/', 'node_modules/'] },
  js.configs.recommended,
  ...ts.configs.strictTypeChecked,
  ...vue.configs['flat/recommended'],
  {
    languageOptions: {
      globals: { ...globals.browser, ...globals.node },
      parserOptions: {
        parser: ts.parser,
        project: ['tsconfig.json', 'tsconfig.node.json', 'relay/tsconfig.json'],
        extraFileExtensions: ['.vue'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { sidetone: { rules: { 'no-silent-catch': noSilentCatch } } },
    rules: {
      'sidetone/no-silent-catch': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-assertions': [
        'error',
        { assertionStyle: 'as', objectLiteralTypeAssertions: 'never' },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // `return end('lost')` ends a function and says why in one line.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // Functions are closures here; `this` is not used.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'vue/no-v-html': 'error',
      'vue/multi-word-component-names': 'off',
      'vue/define-macros-order': 'error',
    },
  },
  {
    // Template refs get their types from the template, which vue-tsc reads and ESLint does not.
    files: ['**/*.vue'],
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  ...onlyDownwards,
  ...workshopLayers,
  productKnowsNoWorkshop,
  onlyPlatformsKnowTheBuild,
  prettier,
)

import { fileURLToPath } from 'node:url'
import { playwright } from '@vitest/browser-playwright'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'
import { WxtVitest } from 'wxt/testing/vitest-plugin'
import { findBrowser } from './testing/browsers/find-browser.ts'
import { readRelayMetrics } from './testing/servers/relay-metrics.ts'

const root = fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '')
const alias = { '@': root }

/**
 * Five kinds of tests: beside the code in Node (`unit`), the engine in a real Chromium (`engine`), the relay as a
 * process (`relay`), whole browsers with the extension (`e2e`, on what `npm run build` made), and the same with real
 * networks between them (`network`).
 */
export default defineConfig({
  test: {
    projects: [
      {
        plugins: [vue(), WxtVitest()],
        test: {
          name: 'unit',
          include: [
            '{engine,ipc,platform,stores,components,locales,words}/**/*.test.ts',
            '{bench,scripts,testing}/**/*.test.ts',
          ],
          exclude: ['**/*.browser.test.ts'],
          environment: 'happy-dom',
          setupFiles: ['engine/testing/unit-setup.ts'],
          testTimeout: 20_000,
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'engine',
          include: ['engine/**/*.browser.test.ts'],
          globalSetup: ['testing/engine-setup.ts'],
          testTimeout: 60_000,
          expect: { poll: { timeout: 45_000, interval: 20 } },
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            commands: { readRelayMetrics },
            provider: playwright({
              launchOptions: {
                executablePath: findBrowser('chromium') ?? 'chromium',
                args: [
                  '--no-sandbox',
                  '--disable-background-networking',
                  '--use-fake-device-for-media-stream',
                  '--use-fake-ui-for-media-stream',
                  '--autoplay-policy=no-user-gesture-required',
                ],
              },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        test: {
          name: 'relay',
          include: ['relay/**/*.test.ts'],
          environment: 'node',
          // Each test starts processes, and a busy machine takes seconds for what takes milliseconds.
          testTimeout: 30_000,
          expect: { poll: { timeout: 15_000 } },
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'e2e',
          include: ['e2e/*.test.ts'],
          environment: 'node',
          // Two cores: whole browsers one test at a time.
          fileParallelism: false,
          testTimeout: 420_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 60_000 } },
        },
      },
      {
        resolve: { alias },
        test: {
          name: 'network',
          include: ['e2e/network/**/*.test.ts'],
          environment: 'node',
          // Most of their time is waiting: two labs at once share two cores well.
          maxWorkers: 2,
          testTimeout: 900_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 60_000 } },
        },
      },
    ],
  },
})

import { expect } from 'vitest'
import { until } from '../testing/browsers/panel.ts'
import { test } from './support/test.ts'

for (const kind of ['chromium', 'firefox'] as const) {
  test(`${kind}: what is stored is not evicted when the disk is short, and nobody is asked for that`, async ({
    start,
  }) => {
    const ada = await start[kind]('Ada')
    const { permissions = [] } = await ada.panel().evaluate(() => chrome.runtime.getManifest())
    // In Chromium that is all it takes; Firefox says so by itself.
    expect(permissions).toContain('unlimitedStorage')
    if (kind === 'chromium') return
    await until(
      'storage that persists',
      () => ada.panel().evaluate(() => navigator.storage.persisted()),
      (isPersistent) => isPersistent,
    )
  })
}

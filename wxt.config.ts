import { defineConfig } from 'wxt'

/**
 * Both browsers get Manifest V3. The policy is spelled out because Firefox's default for MV3 contains
 * `upgrade-insecure-requests`, which makes every `ws://` fail (docs/platform notes in the README).
 * `connect-src` is open: the relay is whatever address the person types.
 */
function contentSecurityPolicy(isDevelopment: boolean): string {
  // Only in `npm run dev`: Vite's server hands out the files and puts styles into the page.
  const vite = isDevelopment ? " http://localhost:3000 'unsafe-inline'" : ''
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self'${vite}`,
    `img-src 'self'${vite}`,
    // The extension's own words, and whatever relay and servers the person names.
    "connect-src 'self' ws: wss: http: https:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}

export default defineConfig({
  imports: false,
  manifestVersion: 3,
  modules: ['@wxt-dev/module-vue'],
  vite: () => ({
    // Every component is a `<script setup>`: what Vue needs for the other style is left out (3 kB gzipped).
    define: { __VUE_OPTIONS_API__: 'false' },
    // Of its two builds the one for browsers of this decade, without what ES5 lacks. Its default is the other.
    resolve: { alias: [{ find: /^dexie$/, replacement: 'dexie/dist/modern/dexie.mjs' }] },
  }),
  manifest: ({ browser, command }) => ({
    name: '__MSG_name__',
    description: '__MSG_description__',
    default_locale: 'en',
    minimum_chrome_version: '137',
    // `activeTab`: the address of the page whose room is asked for, when it is asked for. No host permission.
    // `unlimitedStorage`: the key, the rooms and the log are not evicted when the disk is short. It warns of nothing.
    // `storage`: a mark for as long as the browser runs, by which a host that starts again knows that it crashed.
    permissions: [
      'activeTab',
      'contextMenus',
      'storage',
      'unlimitedStorage',
      ...(browser === 'firefox' ? [] : ['sidePanel', 'offscreen']),
    ],
    // A private window keeps nothing on disk, and Firefox gives its pages a database apart from the host's: what the host
    // writes would never be shown there.
    incognito: 'not_allowed',
    // Asked for by the switch in the settings, and only then.
    optional_permissions: ['notifications'],
    // Chrome takes at most four suggested keys.
    commands: {
      'toggle-mute': {
        suggested_key: { default: 'Alt+Shift+M' },
        description: '__MSG_toggle_mute__',
      },
      'toggle-deafen': {
        suggested_key: { default: 'Alt+Shift+D' },
        description: '__MSG_toggle_deafen__',
      },
      'hang-up': { suggested_key: { default: 'Alt+Shift+H' }, description: '__MSG_hang_up__' },
      'join-page': { suggested_key: { default: 'Alt+Shift+J' }, description: '__MSG_join_page__' },
      'join-site': { description: '__MSG_join_site__' },
    },
    action: { default_title: '__MSG_open_panel__' },
    content_security_policy: { extension_pages: contentSecurityPolicy(command === 'serve') },
    ...(browser === 'firefox' && {
      browser_specific_settings: {
        gecko: {
          id: 'sidetone@sidetone.example',
          strict_min_version: '140.0',
          data_collection_permissions: { required: ['none'] },
        },
      },
    }),
  }),
})

import { defineConfig, postcssIsolateStyles } from 'vitepress'
import { referenceSidebar } from './reference-sidebar.ts'
import { sidebars } from './sidebar.ts'

// Links to pages that are not there fail the build; that is VitePress's default and is left on. `check-links.ts` looks at
// the rest: anchors and files.
export default defineConfig({
  title: 'Socius',
  description: 'An embeddable TypeScript social SDK.',
  cleanUrls: true,
  // No icon, and no request for one.
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  vite: {
    esbuild: { jsx: 'automatic' },
    build: {
      // Core with zod and React, and the words of all pages: each is loaded where it is used only.
      chunkSizeWarningLimit: 1500,
      rollupOptions: {
        onwarn(warning, warn) {
          // `"use client"` means nothing in a bundle.
          if (warning.code !== 'MODULE_LEVEL_DIRECTIVE') warn(warning)
        },
      },
    },
    // Widgets stand in an element of the class `vp-raw`, which the styles of running text leave alone.
    css: { postcss: { plugins: [postcssIsolateStyles({ includeFiles: [/vp-doc\.css/, /base\.css/] })] } },
  },
  themeConfig: {
    nav: [
      { text: 'Quickstart', link: '/guides/getting-started' },
      { text: 'Concepts', link: '/concepts/', activeMatch: '^/concepts/' },
      { text: 'Guides', link: '/guides/', activeMatch: '^/guides/(?!getting-started)' },
      { text: 'Widgets', link: '/widgets/', activeMatch: '^/widgets/' },
      { text: 'Providers', link: '/providers/', activeMatch: '^/providers/' },
      { text: 'Stores', link: '/stores/', activeMatch: '^/stores/' },
      { text: 'API', link: '/reference/', activeMatch: '^/reference/' },
    ],
    sidebar: { ...sidebars, '/reference/': referenceSidebar },
    outline: [2, 3],
    search: { provider: 'local' },
  },
})

import { defineConfig } from 'vitest/config'

// Tests read the packages' sources through the first; published manifests do not have it. `import` must not stand here: it
// also reaches `require`, and hands CommonJS drivers a module where they expect a function.
const conditions = ['source', 'module', 'node']

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: [
      '{packages,examples}/*/src/**/*.test.{ts,tsx}',
      'scripts/**/*.test.ts',
      'docs/.vitepress/theme/**/*.test.ts',
    ],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})

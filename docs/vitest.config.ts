import { defineConfig } from 'vitest/config'

// What looks at the built site, right after it is built. All other tests are those of the workspace.
export default defineConfig({ test: { include: ['*.browser.test.ts'], testTimeout: 30_000, hookTimeout: 60_000 } })

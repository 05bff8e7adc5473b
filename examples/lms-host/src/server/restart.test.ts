import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { system } from '@socius/core'
import { expect, test } from 'vitest'
import { openLms } from './open-lms.ts'

test('a platform that starts again finds what it has read before, on every simulated platform', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lms-restart-'))
  const options = { database: join(folder, 'lms.db'), origin: () => 'http://localhost', isQuiet: true }
  const before = await openLms(options)
  const networkPort = Number(new URL(before.simulated.server.url).port)
  await before.close()

  const after = await openLms({ ...options, networkPort })
  const report = await after.social.sync.run(system, { full: true })
  const platforms = new Set(report.accounts.map(({ platform }) => platform))
  await after.close()
  rmSync(folder, { recursive: true, force: true })

  expect(after.seededIn).toBeNull()
  expect([...platforms].sort()).toEqual(['bluesky', 'devto', 'mastodon', 'rss'])
  expect(report).toMatchObject({ created: 0, updated: 0, quarantined: 0 })
  expect(report.unchanged).toBeGreaterThan(1500)
})

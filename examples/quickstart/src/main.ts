// Links people's public accounts, syncs what they publish into an SQLite file, and reads one merged feed.
//
//   node examples/quickstart/src/main.ts                                      three people of a simulated network
//   node examples/quickstart/src/main.ts --live bluesky=<handle> rss=<url>    the real networks
//
// The file is `social.db` in the current folder; what an earlier run has left there is removed first.
import { rmSync } from 'node:fs'
import { type ConsentPurpose, createSocius, defaultTenant, isSociusError, system } from '@socius/core'
import { bluesky } from '@socius/providers/bluesky'
import { rss } from '@socius/providers/rss'
import { kyselyStore } from '@socius/storage-adapters/kysely'
import { feedTable } from './feed-table.ts'
import { firstError, lookUpLine, reportTable } from './report-table.ts'
import { openScene, type Scene } from './scene.ts'

const database = 'social.db'
const consent = { purposes: ['sync', 'display'] satisfies ConsentPurpose[], text: 'quickstart, version 1' }

async function quickstart({ people, settings, clock, about, meanwhile, letAnHourPass }: Scene): Promise<void> {
  for (const suffix of ['', '-wal', '-shm']) rmSync(database + suffix, { force: true })
  console.log(`${about} Rows are kept in ${database}.\n`)

  const social = await createSocius({
    store: kyselyStore({ dialect: 'sqlite', database }),
    providers: [bluesky(settings.bluesky), rss(settings.rss)],
    ...(clock && { clock }),
  })
  for (const { personId, displayName, accounts } of people) {
    await social.people.save(system, { personId, displayName })
    for (const account of accounts) await social.accounts.link(system, { personId, ...account, consent })
  }

  const first = await social.sync.run(system)
  console.log(reportTable('First sync', first, people))

  console.log(meanwhile())
  const second = await social.sync.run(system)
  console.log(reportTable('Second sync', second, people))

  const lookUp = await social.sync.refresh(system)
  console.log(lookUpLine('Look-up', lookUp))
  if (letAnHourPass) {
    letAnHourPass()
    console.log(lookUpLine('Look-up an hour later', await social.sync.refresh(system)))
  }

  const [viewer] = people
  const actor = { id: viewer?.personId ?? '', tenant: defaultTenant, roles: [] }
  const { items } = await social.feed.home(actor, { limit: 15 })
  console.log(feedTable(`What ${viewer?.displayName} sees`, items))
  await social.close()

  const failed = firstError([first, second, lookUp])
  if (failed) throw failed
}

try {
  const scene = await openScene(process.argv.slice(2))
  try {
    await quickstart(scene)
  } finally {
    await scene.close()
  }
} catch (error) {
  console.error(isSociusError(error) ? `${error.code}: ${error.message}` : error)
  process.exitCode = 1
}

// Links people's public accounts, syncs what they publish into an SQLite file, and reads one merged feed.
//
//   node examples/quickstart/src/main.ts                                      three people of a simulated network
//   node examples/quickstart/src/main.ts --live bluesky=<handle> rss=<url>    the real networks
//   node examples/quickstart/src/main.ts --serve [port] […]                   either, and then the API until Ctrl-C
//
// The file is `social.db` in the current folder; what an earlier run has left there is removed first.
import { rmSync } from 'node:fs'
import { type Actor, type ConsentPurpose, createSocius, defaultTenant, isSociusError, system } from '@socius/core'
import { bluesky } from '@socius/providers/bluesky'
import { rss } from '@socius/providers/rss'
import { kyselyStore } from '@socius/storage-adapters/kysely'
import { feedTable } from './feed-table.ts'
import { firstError, lookUpLine, reportTable } from './report-table.ts'
import { openScene, type Scene } from './scene.ts'
import { openServer, readServe, untilInterrupted } from './server.ts'
import { tour } from './tour.ts'

const database = 'social.db'
const consent = { purposes: ['sync', 'display'] satisfies ConsentPurpose[], text: 'quickstart, version 1' }

async function quickstart(scene: Scene, port: number | null): Promise<void> {
  const { people, settings, clock, about, meanwhile, letAnHourPass } = scene
  for (const suffix of ['', '-wal', '-shm']) rmSync(database + suffix, { force: true })
  console.log(`${about} Rows are kept in ${database}.\n`)

  const social = await createSocius({
    store: kyselyStore({ dialect: 'sqlite', database }),
    providers: [bluesky(settings.bluesky), rss(settings.rss)],
    http: {
      // Only this machine can ask, and whoever does is who they say they are: a host looks into its sessions instead.
      authenticate: (request) => actorOf(request.headers.get('x-person') ?? people[0]?.personId ?? ''),
      openApi: {
        title: 'Socius quickstart',
        security: { person: { type: 'apiKey', in: 'header', name: 'x-person', description: 'Who asks, such as ada.' } },
      },
    },
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
  const { items } = await social.feed.home(actorOf(viewer?.personId ?? ''), { limit: 15 })
  console.log(feedTable(`What ${viewer?.displayName} sees`, items))

  const server = await openServer(social, port ?? 0)
  console.log(await tour<typeof social>(server.url, viewer?.personId ?? ''))
  if (port !== null) {
    console.log(`\nThe API is at ${server.url}/social, and described at ${server.url}/docs/. Ctrl-C ends it.`)
    await untilInterrupted()
  }
  await server.close()
  await social.close()

  const failed = firstError([first, second, lookUp])
  if (failed) throw failed
}

function actorOf(id: string): Actor {
  return { id, tenant: defaultTenant, roles: [] }
}

try {
  const { port, rest } = readServe(process.argv.slice(2))
  const scene = await openScene(rest)
  try {
    await quickstart(scene, port)
  } finally {
    await scene.close()
  }
} catch (error) {
  console.error(isSociusError(error) ? `${error.code}: ${error.message}` : error)
  process.exitCode = 1
}

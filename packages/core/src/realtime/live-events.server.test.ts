import { randomBytes } from 'node:crypto'
import { kyselyStore } from '@socius/storage-adapters/kysely'
import { describe, expect, it } from 'vitest'
import { actorOf } from '../../test-support/create-test-social.js'
import { follow } from '../../test-support/live-stream.js'
import { createSocius } from '../index.js'

const postgres = process.env['SOCIUS_TEST_POSTGRES_URL']
const mariadb = process.env['SOCIUS_TEST_MARIADB_URL']

const servers = [
  {
    name: 'Postgres',
    isMissing: postgres === undefined,
    open: (prefix: string) => kyselyStore({ dialect: 'postgres', url: postgres ?? '', prefix }),
  },
  {
    name: 'MariaDB',
    isMissing: mariadb === undefined,
    open: (prefix: string) => kyselyStore({ dialect: 'mysql', url: mariadb ?? '', prefix }),
  },
]

describe.each(servers)('live streams on $name', ({ isMissing, open }) => {
  it.skipIf(isMissing)('miss and repeat nothing while several instances write and number at once', async () => {
    const prefix = `l${randomBytes(4).toString('hex')}_`
    const start = (dispatch: 'automatic' | 'manual') =>
      createSocius({ store: open(prefix), dispatch, live: { interval: 50 } })
    const first = await start('automatic')
    const rest = await Promise.all([start('automatic'), start('manual')])
    const instances = [first, ...rest]
    const streams = instances.map(({ live }) => follow(live, actorOf('reader')))
    await Promise.all(streams.map((stream) => stream.reach(1)))
    const published: string[] = []
    const write = async (social: typeof first, author: string) => {
      for (let count = 0; count < 40; count++) {
        const { id } = await social.activities.publish(actorOf(author), { personId: author, text: 'x' })
        published.push(id)
      }
    }
    const resuming = (async () => {
      for (let turn = 0; turn < 6; turn++) {
        await new Promise((resolve) => setTimeout(resolve, 60))
        const instance = instances[turn % 3] ?? first
        const after = streams[0]?.events.at(-1)?.id ?? null
        streams.push(follow(instance.live, actorOf('reader'), { after }))
      }
    })()
    await Promise.all([
      ...instances.flatMap((each, place) => [write(each, `a${place}`), write(each, `b${place}`)]),
      resuming,
    ])
    // A dispatcher of another process that is closed in the middle of its work.
    await rest[0]?.close()
    const last = await first.activities.publish(actorOf('a0'), { personId: 'a0', text: 'the last' })
    const whole = streams[0]
    await whole?.find(({ subject }) => subject === last.id)
    const order = whole?.said() ?? []
    expect(order.map((said) => said.split(' ')[1]).toSorted()).toEqual([...published, last.id].toSorted())
    for (const [place, stream] of streams.entries()) {
      const isClosed = place % 3 === 1
      if (!isClosed) await stream.find(({ subject }) => subject === last.id)
      const said = stream.said()
      if (isClosed) expect(order.join()).toContain(said.join())
      else expect(said, `stream ${place}`).toEqual(order.slice(order.length - said.length))
    }
    expect(streams[2]?.said()).toEqual(order)
    await first.close()
    await rest[1]?.close()
  })
})

import { createNetwork } from '@socius/testkit/network'
import type { Scene } from './scene.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** A small network on a port of this machine, with a clock of its own: no real server is asked. */
export async function openSimulation(): Promise<Scene> {
  const network = createNetwork({ seed: 7 })
  const { clock } = network
  const now = clock.now()

  const ada = network.bluesky.account('ada.test', { displayName: 'Ada Park' })
  ada.post('Reading group on #typescript starts next week. Who joins?', { at: now - 2 * day })
  const typo = ada.post('My notes on generics are onlien now #typescript', { at: now - 5 * hour })
  const question = ada.post('Does anybody have a good book on statistics?', { at: now - 2 * hour })

  const noor = network.bluesky.account('noor.test', { displayName: 'Noor Haddad' })
  const regretted = noor.post('Nobody needs tests.', { at: now - 3 * hour })
  noor.post('I would join the reading group #typescript', { at: now - day })
  noor.like(question)

  const journal = network.rss.blog('https://noor.example', { title: 'Noor Haddad', author: 'Noor Haddad' })
  for (const [title, age] of [
    ['Learning in public', 44],
    ['What a mentor is for', 26],
    ['Notes on spaced repetition', 9],
  ] as const) {
    journal.publish({ title, html: `<p>${title}, in a few paragraphs.</p>`, tags: ['learning'], at: now - age * hour })
  }

  const essays = network.rss.blog('https://tomas.example', { title: 'Tomás Silva', author: 'Tomás Silva' })
  essays.publish({ title: 'A year of pair programming', html: '<p>It changed how I teach.</p>', at: now - 6 * day })

  // The first request for the feed is that of the link; in the answer to the second, the first sync, an entry is broken.
  network.fail({ kind: 'oneBadItem', match: 'noor.example/feed.xml', after: 1 })
  const server = await network.listen()

  return {
    about: `A simulated network at ${server.url}.`,
    people: [
      { personId: 'ada', displayName: 'Ada Park', accounts: [{ platform: 'bluesky', handle: 'ada.test' }] },
      {
        personId: 'noor',
        displayName: 'Noor Haddad',
        accounts: [
          { platform: 'bluesky', handle: 'noor.test' },
          { platform: 'rss', handle: server.urlOf(journal.url) },
        ],
      },
      {
        personId: 'tomas',
        displayName: 'Tomás Silva',
        accounts: [{ platform: 'rss', handle: server.urlOf(essays.url) }],
      },
    ],
    settings: { bluesky: { appview: server.url }, rss: { allowPrivateHosts: true } },
    clock,
    meanwhile() {
      ada.edit(typo, 'My notes on generics are online now #typescript')
      noor.like(typo)
      noor.delete(regretted)
      journal.publish({ title: 'Why I changed my mind about tests', html: '<p>A bug did it.</p>', tags: ['testing'] })
      void clock.advance(30 * minute)
      return (
        'Then Ada corrects a post, Noor likes it, deletes one of her own and writes an article. ' +
        'Her broken entry is whole again.\n'
      )
    },
    letAnHourPass: () => void clock.advance(hour),
    close: () => server.close(),
  }
}

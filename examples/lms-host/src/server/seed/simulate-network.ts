import { createNetwork, type Network, type NetworkServer } from '@socius/testkit/network'
import { createDice } from './dice.ts'
import { people } from './people.ts'
import { posts } from './phrases.ts'
import { writeArticle, writeText } from './write-text.ts'

const day = 24 * 60 * 60 * 1000
const year = 365 * day

export interface SimulatedNetwork {
  readonly network: Network
  readonly server: NetworkServer
  close(): Promise<void>
}

/**
 * Bluesky and blogs on a port of this machine, with a year of what the learners have published there. The same for the same
 * end of that year, so that a host that starts again finds what it has read before.
 */
export async function simulateNetwork(until: number, port: number): Promise<SimulatedNetwork> {
  // By hand: with the other mode time would jump to whatever anybody waits for.
  const network = createNetwork({ seed: 7, start: until, mode: 'manual', bluesky: { rateLimit: null } })
  for (const person of people) {
    const dice = createDice(`posts of ${person.id}`)
    if (person.handle !== null) {
      const account = network.bluesky.account(person.handle, {
        displayName: person.name,
        description: person.headline,
      })
      const count = 8 + dice.below(36)
      for (const at of moments(count, until, dice.next)) {
        const post = account.post(writeText(dice, posts), { at })
        const likes = Math.floor(dice.next() ** 3 * 40)
        network.bluesky.cheer(post, { likes, reposts: Math.floor(likes / 8), replies: Math.floor(likes / 6) })
      }
    }
    if (person.blog !== null) {
      const blog = network.rss.blog(person.blog, { title: `${person.name} writes`, author: person.name, window: 20 })
      for (const at of moments(3 + dice.below(8), until, dice.next)) {
        const { title, html, tag } = writeArticle(dice)
        blog.publish({ title, html, tags: [tag], at })
      }
    }
  }
  const server = await network.listen({ port })
  const ticking = setInterval(() => void network.clock.advance(Date.now() - network.clock.now()), 500)
  return {
    network,
    server,
    close() {
      clearInterval(ticking)
      return server.close()
    },
  }
}

/** Moments of the year before, in order; by day more than by night. */
export function moments(count: number, until: number, next: () => number): number[] {
  return Array.from({ length: count }, () => {
    const ago = next() * year
    const midnight = Math.floor((until - ago) / day) * day
    const hour = 6 + (next() + next()) * 8.5
    return Math.min(until - 60_000, Math.floor(midnight + hour * 3_600_000))
  }).toSorted((one, other) => one - other)
}

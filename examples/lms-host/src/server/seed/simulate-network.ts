import { createNetwork, type Network, type NetworkServer } from '@socius/testkit/network'
import { people } from './people.ts'
import { publishYear } from './publish-year.ts'

export interface SimulatedNetwork {
  readonly network: Network
  readonly server: NetworkServer
  close(): Promise<void>
}

/**
 * Bluesky, Mastodon, DEV and blogs on a port of this machine, with a year of what the learners have published there. The same for the same
 * end of that year, so that a host that starts again finds what it has read before.
 */
export async function simulateNetwork(until: number, port: number): Promise<SimulatedNetwork> {
  // By hand: with the other mode time would jump to whatever anybody waits for.
  const unlimited = { rateLimit: null }
  const network = createNetwork({
    seed: 7,
    start: until,
    mode: 'manual',
    bluesky: unlimited,
    mastodon: unlimited,
    devto: unlimited,
  })
  for (const person of people) publishYear(network, person, until)
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

import { type Clock, SociusError } from '@socius/core'
import type { BlueskyOptions } from '@socius/providers/bluesky'
import { openSimulation } from './simulation.ts'

/** Who is there, and where they are found. */
export interface Scene {
  /** One sentence. */
  readonly about: string
  readonly people: readonly ScenePerson[]
  readonly settings: { readonly bluesky: BlueskyOptions; readonly rss: { allowPrivateHosts?: boolean } }
  /** The time of the network, where it is not the real one. */
  readonly clock?: Clock
  /** Lets people do things between two syncs, and says what they did. */
  meanwhile(): string
  /** Where time is not the real one. */
  readonly letAnHourPass?: () => void
  close(): Promise<void>
}

export interface ScenePerson {
  readonly personId: string
  readonly displayName: string
  readonly accounts: readonly { readonly platform: string; readonly handle: string }[]
}

const usage = 'Give nothing, or --serve, or --live and accounts such as bluesky=<handle> or rss=<url>.'

/** @throws SociusError `invalid_input` for arguments that cannot be read. */
export async function openScene(given: readonly string[]): Promise<Scene> {
  const [mode, ...accounts] = given
  if (mode === undefined) return openSimulation()
  if (mode !== '--live' || accounts.length === 0) throw new SociusError('invalid_input', usage)
  return {
    about: 'The real networks: all that an account shows is read, which takes its time where that is much.',
    people: accounts.map(readPerson),
    settings: { bluesky: {}, rss: {} },
    meanwhile: () => 'A moment later:\n',
    close: async () => undefined,
  }
}

function readPerson(account: string, place: number): ScenePerson {
  const [, platform, handle] = /^(bluesky|rss)=(.+)$/.exec(account) ?? []
  if (platform === undefined || handle === undefined) throw new SociusError('invalid_input', usage)
  return { personId: `person-${place + 1}`, displayName: handle, accounts: [{ platform, handle }] }
}

import {
  type ArchiveReader,
  defineProvider,
  type PageOptions,
  type ProfileOptions,
  type Provider,
  type SearchOptions,
  SociusError,
  systemClock,
} from '@socius/core/provider'
import * as z from 'zod'
import { inSession } from '../drafts/in-session.js'
import { sourceOfAddress } from '../drafts/source-of-address.js'
import type { HttpOptions } from '../http/index.js'
import { createApi } from './api.js'
import { createArchiveReader } from './archive/read-archive.js'
import { capabilities, mentionsCapability, rules, searchCapability } from './capabilities.js'
import { draftProfile, findAccount } from './read-account.js'
import { readLookup } from './read-lookup.js'
import { readComments, readItem } from './read-status.js'
import { type MemberToken, readActivities, readHashtags, readMentions } from './read-timelines.js'

/** A member of one server who lets mentions be read. */
export interface MastodonMember {
  /** The member's server, such as `https://mastodon.social`. The token is sent nowhere else. */
  readonly server: string
  /** With the scopes `read:accounts` and `read:notifications`. */
  readonly accessToken: string
}

/**
 * The servers come from people: without `allowPrivateHosts` none on a private network is asked. What a public name
 * resolves to is not checked here; see the host's own `fetch`.
 */
export interface MastodonOptions extends HttpOptions {
  /** Whose mentions to read; without one there is no reader for them. Everything else is read without a token. */
  readonly member?: MastodonMember
  /**
   * The server whose timelines of hashtags are searched, such as `https://mastodon.social`; without one there is no reader
   * for searches. It shows what has reached it of the whole network.
   */
  readonly searchServer?: string
}

type OptionalReader = 'mentions' | 'search'

/** What {@link mastodon} reads; `mentions` only with the token of a member, `search` only with a server to ask. */
export interface MastodonProvider extends Provider {
  readonly platform: 'mastodon'
  readonly archive: ArchiveReader
  readonly readers: Required<Omit<Provider['readers'], OptionalReader>> & Pick<Provider['readers'], OptionalReader>
}

/**
 * Reads Mastodon, and servers that speak its client API, each account at its own server and as anybody may.
 *
 * External ids are the addresses by which the servers of the network know accounts and statuses; they are the same
 * whichever server shows them, and do not change. A boost is a `share` without text and without counts, for its author
 * has written none.
 * @throws `invalid_option`
 * @example mastodon({ userAgent: 'example-lms/1.0 (+https://example.com)' })
 */
export function mastodon(options: MastodonOptions = {}): MastodonProvider {
  const { member, searchServer, ...httpOptions } = readOptions(options)
  const open = createApi(httpOptions)
  const readers: MastodonProvider['readers'] = {
    profile: inSession(open, async (session, { handle }: ProfileOptions) => ({
      profile: draftProfile(await findAccount(session, handle)),
    })),
    activities: inSession(open, readActivities),
    lookup: inSession(open, readLookup),
    comments: inSession(open, readComments),
    item: inSession(open, readItem),
  }
  return defineProvider({
    platform: 'mastodon',
    title: 'Mastodon',
    rules,
    capabilities: {
      ...capabilities,
      ...(member && { mentions: mentionsCapability }),
      ...(searchServer !== undefined && { search: searchCapability }),
    },
    readers: {
      ...readers,
      ...(member && {
        mentions: inSession(open, (session, page: PageOptions) => readMentions(session, page, member)),
      }),
      ...(searchServer !== undefined && {
        search: inSession(open, (session, page: SearchOptions) => readHashtags(session, page, searchServer)),
      }),
    },
    archive: createArchiveReader(httpOptions.clock ?? systemClock),
    // Each account is read at its own server, which counts its own limits.
    sourceOf: ({ externalId }) => sourceOfAddress(externalId, 'mastodon'),
  })
}

const aFunction = z.custom<(...args: never[]) => unknown>((value) => typeof value === 'function')

const serverSchema = z.string().refine((server) => /^https?:\/\/[^\s/@?#]+\/?$/i.test(server) && URL.canParse(server))

// Numbers and the user agent are judged where they are used.
const optionsSchema = z.strictObject({
  searchServer: serverSchema.optional(),
  member: z
    .strictObject({
      server: serverSchema,
      accessToken: z.string().regex(/^[\x21-\x7e]{1,2000}$/),
    })
    .optional(),
  fetch: aFunction.optional(),
  clock: z.object({ now: aFunction }).optional(),
  timeout: z.number().optional(),
  maxBytes: z.number().optional(),
  userAgent: z.string().optional(),
  allowPrivateHosts: z.boolean().optional(),
  trustedOrigins: z.array(z.string()).optional(),
})

interface CheckedOptions extends HttpOptions {
  readonly member?: MemberToken
  /** An origin. */
  readonly searchServer?: string
}

function readOptions(options: MastodonOptions): CheckedOptions {
  const parsed = optionsSchema.safeParse(options)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const name = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : issue?.path.join('.')
    throw new SociusError('invalid_option', `mastodon: ${name || 'the options'} cannot be used.`)
  }
  const { member, searchServer, ...httpOptions } = options
  return {
    ...httpOptions,
    ...(member && { member: { ...member, server: new URL(member.server).origin } }),
    ...(searchServer !== undefined && { searchServer: new URL(searchServer).origin }),
  }
}

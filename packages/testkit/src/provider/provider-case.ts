import type { Provider, RateLimitFacts, ReaderName } from '@socius/core/provider'
import { check } from '../store/check.js'
import type { PlatformAnswers, ProviderSuiteOptions, ReaderFixture } from './provider-suite-options.js'
import { recordingFetch } from './recording-fetch.js'

/** One proof of one rule of the provider contract, as a plain function: it fails by throwing. */
export interface ProviderCase {
  /** The rule's number in the contract. */
  readonly rule: number
  readonly name: string
  /** What the fixtures lack, so that the case cannot run; null when nothing. */
  readonly lacks: string | null
  run(): Promise<void>
}

/** A provider on a platform that the case chooses, and the requests that it makes. */
export interface OpenedProvider {
  readonly provider: Provider
  readonly requests: readonly Request[]
}

export interface OpenOptions {
  /** @default the platform of the suite */
  readonly platform?: PlatformAnswers
  /** @default 10_000 */
  readonly timeout?: number
  /** @default 1_000_000 */
  readonly maxBytes?: number
}

/** What every reader's result has in common. */
export interface ReaderResult {
  readonly rateLimit: RateLimitFacts | null
  readonly calls: number
}

/** A call of one reader with good input. */
export interface ReaderCall {
  readonly name: ReaderName
  readonly fixture: ReaderFixture
  call(provider: Provider, signal?: AbortSignal): Promise<ReaderResult>
}

/** A signal that never fires. */
export const live: AbortSignal = new AbortController().signal

export function openProvider(options: ProviderSuiteOptions, open: OpenOptions = {}): OpenedProvider {
  const { platform = options.platform, timeout = 10_000, maxBytes = 1_000_000 } = open
  const { fetch, requests } = recordingFetch(platform)
  const provider = options.create({ fetch, clock: { now: () => options.now }, timeout, maxBytes })
  return { provider, requests }
}

/** One good call for each reader that there is a fixture for. */
export function readerCalls(options: ProviderSuiteOptions): ReaderCall[] {
  const { account, profile, activities, mentions, comments, lookup, search, item } = options
  const calls: ReaderCall[] = [
    {
      name: 'profile',
      fixture: profile,
      call: ({ readers }, signal = live) => readers.profile({ handle: profile.handle, signal }),
    },
  ]
  const page = { account, since: null, cursor: null }
  const pages = { activities, mentions }
  for (const name of ['activities', 'mentions'] as const) {
    const fixture = pages[name]
    if (!fixture) continue
    const call: ReaderCall['call'] = (provider, signal = live) =>
      requireReader(provider, name)({ ...page, limit: pageSizeOf(provider, name), signal })
    calls.push({ name, fixture, call })
  }
  if (comments) {
    const { subjectExternalId } = comments
    calls.push({
      name: 'comments',
      fixture: comments,
      call: (provider, signal = live) =>
        requireReader(
          provider,
          'comments',
        )({
          ...page,
          limit: pageSizeOf(provider, 'comments'),
          subjectExternalId,
          signal,
        }),
    })
  }
  if (lookup) {
    const { expected, publishedAt } = lookup
    calls.push({
      name: 'lookup',
      fixture: lookup,
      call: (provider, signal = live) =>
        requireReader(
          provider,
          'lookup',
        )({
          account,
          externalIds: Object.keys(expected),
          ...(publishedAt ? { publishedAt } : {}),
          signal,
        }),
    })
  }
  if (search) {
    const { query } = search
    calls.push({
      name: 'search',
      fixture: search,
      call: (provider, signal = live) =>
        requireReader(
          provider,
          'search',
        )({
          query,
          since: null,
          cursor: null,
          limit: pageSizeOf(provider, 'search'),
          signal,
        }),
    })
  }
  if (item) {
    const { externalId: address } = item
    calls.push({
      name: 'item',
      fixture: item,
      call: (provider, signal = live) => requireReader(provider, 'item')({ account, address, signal }),
    })
  }
  return calls
}

export function requireReader<Name extends ReaderName>(
  { readers, platform }: Provider,
  name: Name,
): NonNullable<Provider['readers'][Name]> {
  const reader = readers[name]
  check(reader !== undefined, `${platform} has no reader for ${name}`)
  // `check` has just proved it; the compiler does not narrow an indexed type.
  return reader as NonNullable<Provider['readers'][Name]>
}

export function pageSizeOf({ capabilities, platform }: Provider, name: ReaderName): number {
  const capability = capabilities[name]
  check(capability !== undefined, `${platform} has no capability for ${name}`)
  return capability.pageSize
}

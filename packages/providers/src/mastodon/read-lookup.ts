import {
  isSociusError,
  type LookedUp,
  type LookupOptions,
  type LookupResult,
  type RejectedItem,
  SociusError,
  type SourceAccount,
} from '@socius/core/provider'
import type { Session } from './api.js'
import { capabilities } from './capabilities.js'
import {
  draftOfStatus,
  isRejected,
  type KnownIds,
  parseStatusAddress,
  readStatus,
  rejectedItem,
  unknownParentOf,
} from './map-status.js'
import { accountIdOf, readSource, serverOf } from './read-account.js'
import { listSchema, numberedSchema, type StatusView } from './schemas.js'

const { batchSize } = capabilities.lookup

/**
 * What became of statuses and boosts. The server leaves out what it does not show, without a word, so an id is `gone`
 * only if its account can be read now; else it is `unreadable`, with the state of the account as the reason. Ids that
 * do not hold the id on the account's server get no answer: nothing can be asked about them, and nothing is known.
 */
export async function readLookup(
  session: Session,
  { account, externalIds }: LookupOptions,
): Promise<Pick<LookupResult, 'results' | 'rejected'>> {
  const places = new Map<string, string>()
  for (const externalId of new Set(externalIds)) {
    const address = parseStatusAddress(externalId)
    if (address?.owner === account.externalId) places.set(address.localId, externalId)
  }
  if (new Set(externalIds).size > batchSize) {
    throw new SociusError('invalid_input', `mastodon: a look-up takes ${batchSize} ids at most.`)
  }
  if (places.size === 0) return { results: [], rejected: [] }
  const server = serverOf(account)
  const batch = await askBatch(session, server, [...places.keys()])
  // Before 4.3 there is no such question, and it is as unknown as anything else.
  const answered = batch ?? (await askEach(session, server, { account, ids: [...places.keys()] }))
  const found = sortAnswers(answered, places, account)
  const lost = [...places.values()].filter((id) => !found.statuses.has(id) && !found.unread.has(id))
  const state = lost.length > 0 && batch ? await readState(session, account) : 'open'
  const known = await readParents(session, server, [...found.statuses.values()])
  const reading = { known, now: session.now() }
  const results = [...places.values()].map((externalId): LookedUp => {
    const status = found.statuses.get(externalId)
    if (status) return { state: 'present', item: draftOfStatus(status, reading) }
    if (found.unread.has(externalId) || !found.isComplete) {
      return { state: 'unreadable', externalId, reason: 'unreadable_item' }
    }
    return state === 'open'
      ? { state: 'gone', externalId }
      : { state: 'unreadable', externalId, reason: `account_${state}` }
  })
  return { results, rejected: found.rejected }
}

/** Null where the server does not know the question. */
async function askBatch(session: Session, server: string, ids: readonly string[]): Promise<unknown[] | null> {
  try {
    const answer = await session.ask({
      server,
      path: '/api/v1/statuses',
      params: { 'id[]': ids },
      schema: listSchema,
    })
    return answer.data
  } catch (error) {
    if (isSociusError(error, 'provider_not_found')) return null
    throw error
  }
}

/** One call for each; before them the account, without which nothing that is missing could be called gone. */
async function askEach(
  session: Session,
  server: string,
  { account, ids }: { readonly account: SourceAccount; readonly ids: readonly string[] },
): Promise<unknown[]> {
  await readSource(session, account)
  const answers: unknown[] = []
  for (const id of ids) {
    try {
      const { data } = await session.ask({ server, path: `/api/v1/statuses/${id}`, schema: numberedSchema.loose() })
      answers.push(data)
    } catch (error) {
      if (isSociusError(error, 'provider_not_found')) continue
      // Refused for this one alone: it is there.
      if (!isSociusError(error, 'provider_unauthorized') && !isSociusError(error, 'provider_forbidden')) throw error
      answers.push({ id })
    }
  }
  return answers
}

interface Found {
  readonly statuses: Map<string, StatusView>
  readonly rejected: RejectedItem[]
  /** Ids that were answered and could not be read. */
  readonly unread: Set<string>
  /** Whether every element could at least be told by its id: only then does a missing id mean anything. */
  isComplete: boolean
}

function sortAnswers(answers: readonly unknown[], places: KnownIds, account: SourceAccount): Found {
  const found: Found = { statuses: new Map(), rejected: [], unread: new Set(), isComplete: true }
  for (const raw of answers) {
    const status = readOwnStatus(raw, account)
    if (!isRejected(status) && places.get(status.id) === status.uri) {
      found.statuses.set(status.uri, status)
      continue
    }
    const asked = places.get(numberedSchema.safeParse(raw).data?.id ?? '')
    if (asked) found.unread.add(asked)
    else found.isComplete = false
    const { reason } = isRejected(status) ? status : rejectedItem(raw, 'another status than was asked for')
    found.rejected.push({ externalId: asked ?? null, reason })
  }
  return found
}

/** The status, or why it was set aside: one that is to be an account's own: its id would else stand for somebody else's. */
export function readOwnStatus(raw: unknown, { externalId }: SourceAccount): StatusView | RejectedItem {
  const status = readStatus(raw)
  if (isRejected(status)) return status
  if (accountIdOf(status.account) !== externalId) return rejectedItem(raw, 'a status by another account')
  const isElsewhere = new URL(status.uri).origin !== new URL(externalId).origin
  return isElsewhere ? rejectedItem(raw, 'an address on another server') : status
}

/** Whether the account can be read, and if not, why. */
async function readState(session: Session, account: SourceAccount): Promise<'open' | 'suspended' | 'unknown'> {
  try {
    await readSource(session, account)
    return 'open'
  } catch (error) {
    if (isSociusError(error, 'provider_not_found')) return 'unknown'
    if (isSociusError(error, 'provider_forbidden') && error.details['state'] === 'suspended') return 'suspended'
    throw error
  }
}

/**
 * The external ids of what statuses answer, as far as the server shows it. What cannot be known is left out: a reply is
 * a reply without it.
 */
export async function readParents(
  session: Session,
  server: string,
  statuses: readonly StatusView[],
): Promise<KnownIds> {
  const known = new Map(statuses.map(({ id, uri }) => [id, uri]))
  const wanted = new Set(statuses.flatMap((status) => unknownParentOf(status) ?? []))
  const missing = [...wanted].filter((id) => !known.has(id))
  for (let index = 0; index < missing.length; index += batchSize) {
    const ids = missing.slice(index, index + batchSize)
    const parents = await askParents(session, server, ids)
    if (!parents) break
    for (const raw of parents) {
      const status = readStatus(raw)
      if (!isRejected(status)) known.set(status.id, status.uri)
    }
  }
  return known
}

/** Null where the server does not take the question: what it gives without one can be read all the same. */
async function askParents(session: Session, server: string, ids: readonly string[]): Promise<unknown[] | null> {
  try {
    return await askBatch(session, server, ids)
  } catch (error) {
    if (!isSociusError(error) || error.code === 'aborted' || error.retryable) throw error
    return null
  }
}

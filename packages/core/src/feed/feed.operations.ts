import * as z from 'zod'
import {
  type Activity,
  type ActivityCounts,
  type ActivityTag,
  activity,
  activityCounts,
  activityTag,
  inactiveIds,
  normaliseHashtag,
  notBarred,
  shownStates,
  tally,
  visibleBranches,
} from '../activities/index.js'
import { standing } from '../graph/index.js'
import type { Page } from '../kernel/index.js'
import {
  actsFor,
  anybody,
  defineQuery,
  pageInput,
  pageOf,
  type QueryContext,
  thePersonConcerned,
} from '../operation/index.js'
import { integer, orNull, reference, type Where } from '../store/index.js'

const countsSchema = z.object({
  likes: orNull(integer()),
  comments: orNull(integer()),
  shares: orNull(integer()),
  views: orNull(integer()),
  /** When they last changed, as far as was seen. */
  countedAt: integer(),
})

/** One line of a feed: the activity, how its platform says it is received, and how it is received here. */
const feedItem = z.object({
  activity: activity.schema,
  /** Null when the platform says nothing. */
  counts: countsSchema.nullable(),
  /** What people here made of it. */
  here: z.object({ reactions: integer(), comments: integer(), shares: integer() }),
})

export type FeedItem = z.output<typeof feedItem>

const filters = {
  platform: reference().optional(),
  kind: reference().optional(),
  /** With or without its sign, in upper or lower case. */
  hashtag: z.string().min(1).max(150).optional(),
}

interface Filters {
  readonly platform?: string | undefined
  readonly kind?: string | undefined
  readonly hashtag?: string | undefined
}

interface Wanted extends Filters {
  readonly limit: number
  readonly cursor: string | null
}

/** Fields that activities and their tags share: a feed filters and orders either by them. */
type FeedRow = Pick<Activity, 'id' | 'personId' | 'audience' | 'platform' | 'kind' | 'publishedAt'>

const home = defineQuery({
  name: 'feed.home',
  summary: 'What a person sees: their own, what their connections show them, and what is public; the newest first.',
  input: pageInput({ personId: reference().optional(), ...filters }),
  output: pageOf(feedItem),
  access: thePersonConcerned,
  run(context, { personId = context.actor.id, ...wanted }) {
    const { own, open, connections } = visibleBranches(personId)
    return feedPage(context, wanted, { where: notBarred(personId), own: [own], others: [open, connections] })
  },
})

const network = defineQuery({
  name: 'feed.network',
  summary: 'What a person and their connections have published; the newest first.',
  input: pageInput({ personId: reference().optional(), ...filters }),
  output: pageOf(feedItem),
  access: thePersonConcerned,
  run(context, { personId = context.actor.id, ...wanted }) {
    const { own, connections } = visibleBranches(personId)
    const others = [{ ...connections, audience: 'public' }, connections]
    return feedPage(context, wanted, { where: notBarred(personId), own: [own], others })
  },
})

const timeline = defineQuery({
  name: 'feed.timeline',
  summary: 'What one person has published, as far as the actor may see it; the newest first.',
  input: pageInput({ personId: reference(), ...filters }),
  output: pageOf(feedItem),
  access: anybody,
  async run(context, { personId, ...wanted }) {
    const { actor, store } = context
    if (actsFor(actor, personId)) return feedPage(context, wanted, { where: { personId }, own: [{}], others: [] })
    const { connected, barred } = await standing(store, actor.tenant, actor.id, personId)
    // As empty as that of somebody whom nobody knows: who is blocked does not learn it here.
    if (barred) return { items: [], next: null }
    const audiences = connected ? ['public', 'connections'] : ['public']
    const others = audiences.map((audience) => ({ audience }))
    return feedPage(context, wanted, { where: { personId }, own: [], others })
  },
})

const search = defineQuery({
  name: 'feed.search',
  summary: 'What the actor may see that holds every word; the newest first.',
  input: pageInput({ text: z.string().min(1).max(200), platform: filters.platform, kind: filters.kind }),
  output: pageOf(feedItem),
  access: anybody,
  async run(context, { text, limit, cursor, ...wanted }) {
    const viewer = context.actor.id
    const { own, open, connections } = visibleBranches(viewer)
    const page = await context.store.query(activity, {
      match: text,
      where: { ...notBarred(viewer), state: { in: shownStates }, ...columnFilters(wanted) },
      branches: [own, ...active([open, connections])],
      orderBy: newestFirst,
      limit,
      cursor,
    })
    return hydrate(context, page)
  },
})

const newestFirst = [['publishedAt', 'desc']] as const

interface Scope {
  readonly where: Where<FeedRow>
  /** What is shown whether or not the host has taken it out of the feeds. */
  readonly own: readonly Where<FeedRow>[]
  readonly others: readonly Where<FeedRow>[]
}

function active(branches: readonly Where<FeedRow>[]): readonly Where<Activity>[] {
  // An activity has every field that these branches name.
  return branches.map((branch) => ({ ...(branch as Where<Activity>), id: { notIn: inactiveIds() } }))
}

function columnFilters({ platform, kind }: Filters) {
  return { ...(platform === undefined ? {} : { platform }), ...(kind === undefined ? {} : { kind }) }
}

async function feedPage(context: QueryContext, wanted: Wanted, scope: Scope): Promise<Page<FeedItem>> {
  const { hashtag, limit, cursor } = wanted
  if (hashtag !== undefined) return hashtagPage(context, { ...wanted, hashtag }, scope)
  const branches = [...(scope.own as readonly Where<Activity>[]), ...active(scope.others)]
  const where = { ...scope.where, ...columnFilters(wanted), state: { in: shownStates } } as Where<Activity>
  const page = await context.store.query(activity, { where, branches, orderBy: newestFirst, limit, cursor })
  return hydrate(context, page)
}

/** A page of a hashtag walks the tags' own index, then fetches the activities. */
async function hashtagPage(
  context: QueryContext,
  wanted: Wanted & { hashtag: string },
  scope: Scope,
): Promise<Page<FeedItem>> {
  const { hashtag, limit, cursor } = wanted
  // Tags and activities share the fields that a scope names.
  const { where, own, others } = scope as Record<'own' | 'others', readonly Where<ActivityTag>[]> & {
    where: Where<ActivityTag>
  }
  const page = await context.store.query(activityTag, {
    where: { ...where, ...columnFilters(wanted), tag: normaliseHashtag(hashtag) },
    branches: [...own, ...others.map((branch) => ({ ...branch, activityId: { notIn: inactiveIds() } }))],
    orderBy: newestFirst,
    limit,
    cursor,
  })
  const rows = await context.store.get(
    activity,
    page.items.map((row) => row.activityId),
  )
  return hydrate(context, { items: rows.filter((row) => row !== null), next: page.next })
}

/** Two more statements for a page of any length. */
async function hydrate(context: QueryContext, page: Page<Activity>): Promise<Page<FeedItem>> {
  const ids = page.items.map((row) => row.id)
  if (ids.length === 0) return { items: [], next: page.next }
  const counted = await context.store.get(activityCounts, ids)
  const tallied = await context.store.get(tally, ids)
  const items = page.items.map((row, place) => {
    const { reactions, comments, shares } = tallied[place] ?? { reactions: 0, comments: 0, shares: 0 }
    return { activity: row, counts: toCounts(counted[place]), here: { reactions, comments, shares } }
  })
  return { items, next: page.next }
}

function toCounts(row: ActivityCounts | null | undefined): FeedItem['counts'] {
  if (!row) return null
  const { likes, comments, shares, views, countedAt } = row
  return { likes, comments, shares, views, countedAt }
}

export const feedOperations = { home, network, timeline, search }

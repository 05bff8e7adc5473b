import * as z from 'zod/mini'
import { programmeReference } from '../graph/index.js'
import { once, type Page } from '../kernel/index.js'
import { anybody, defineQuery, pageInput, pageOf, type QueryContext, thePersonConcerned } from '../operation/index.js'
import { reference } from '../store/index.js'
import { type FeedItem, feedItem, hydrate } from './feed-item.js'
import { type PageWanted, readPage } from './feed-page.js'
import { homeScope, networkScope, programmeScope, type Scope, sightScope, timelineScope } from './feed-scope.js'
import { activitiesOf, type Filters, newestOf, type Source, unseenOnly } from './feed-source.js'

const filters = once(() => ({
  platform: z.optional(reference()),
  kind: z.optional(reference()),
  /** With or without its sign, in upper or lower case. */
  hashtag: z.optional(z.string().check(z.minLength(1), z.maxLength(150))),
}))

/** What all lists that are not of one author can be asked for. */
export const listInput = once(() => ({
  /** The most lines that one author has on a page; what is more comes on later pages. */
  perAuthor: z.optional(z.int().check(z.minimum(1), z.maximum(100))),
  unseen: z._default(z.boolean(), false),
}))

const home = defineQuery({
  name: 'feed.home',
  summary: 'What a person sees: their own, what others show them, and what is public; the newest first.',
  input: () => pageInput({ personId: z.optional(reference()), ...filters(), ...listInput() }),
  output: () => pageOf(feedItem()),
  access: thePersonConcerned,
  run: (context, { personId = context.actor.id, ...wanted }) => newestPage(context, homeScope(personId), wanted),
})

const network = defineQuery({
  name: 'feed.network',
  summary: 'What a person and their connections have published; the newest first.',
  input: () => pageInput({ personId: z.optional(reference()), ...filters(), ...listInput() }),
  output: () => pageOf(feedItem()),
  access: thePersonConcerned,
  run: (context, { personId = context.actor.id, ...wanted }) => newestPage(context, networkScope(personId), wanted),
})

const programme = defineQuery({
  name: 'feed.programme',
  summary: 'What those who take part in a programme have published, as far as the actor may see it; the newest first.',
  input: () => pageInput({ programmeId: programmeReference(), ...filters(), ...listInput() }),
  output: () => pageOf(feedItem()),
  access: anybody,
  run: async (context, { programmeId, ...wanted }) =>
    newestPage(context, await programmeScope(context, programmeId), wanted),
})

const timeline = defineQuery({
  name: 'feed.timeline',
  summary: 'What one person has published, as far as the actor may see it; the newest first.',
  input: () => pageInput({ personId: reference(), ...filters() }),
  output: () => pageOf(feedItem()),
  access: anybody,
  async run(context, { personId, ...wanted }) {
    const scope = await timelineScope(context, personId)
    // As empty as that of somebody whom nobody knows: who is blocked does not learn it here.
    return scope ? itemsOf(context, newestOf(scope, wanted), wanted, context.actor.id) : { items: [], next: null }
  },
})

const search = defineQuery({
  name: 'feed.search',
  summary: 'What the actor may see that holds every word; the newest first.',
  input: () =>
    pageInput({
      text: z.string().check(z.minLength(1), z.maxLength(200)),
      platform: filters().platform,
      kind: filters().kind,
    }),
  output: () => pageOf(feedItem()),
  access: anybody,
  run(context, { text, ...wanted }) {
    const viewer = context.actor.id
    return itemsOf(context, { ...activitiesOf(homeScope(viewer), wanted), match: text }, wanted, viewer)
  },
})

const items = defineQuery({
  name: 'feed.items',
  summary:
    'The lines of activities that are on a screen already, as they are now; without those that are not to be seen.',
  input: () => z.strictObject({ activityIds: z.array(reference()).check(z.minLength(1), z.maxLength(100)) }),
  output: () => z.object({ items: z.array(feedItem()) }),
  access: anybody,
  async run(context, { activityIds }) {
    const { collection, where, branches } = activitiesOf(sightScope(context), {})
    const asked = { ...where, id: { in: activityIds } }
    const found = await context.store.query(collection, { where: asked, branches, limit: activityIds.length })
    const byId = new Map(found.items.map((row) => [row.id, row]))
    const rows = [...new Set(activityIds)].flatMap((id) => byId.get(id) ?? [])
    return { items: await hydrate(context, rows, context.actor.id) }
  },
})

function newestPage(
  context: QueryContext,
  scope: Scope,
  wanted: PageWanted & Filters & { readonly unseen: boolean },
): Promise<Page<FeedItem>> {
  const { personId } = scope
  const source = newestOf(scope, wanted)
  const now = context.clock.now()
  return itemsOf(context, wanted.unseen ? unseenOnly(source, personId, now) : source, wanted, personId)
}

async function itemsOf<Row extends { id: string }>(
  context: QueryContext,
  source: Source<Row>,
  wanted: PageWanted,
  personId: string,
): Promise<Page<FeedItem>> {
  const { items, next } = await readPage(context, source, wanted)
  const rows = items.map(({ activity }) => activity)
  return { items: await hydrate(context, rows, personId), next }
}

export const newestOperations = { home, network, programme, timeline, search, items }

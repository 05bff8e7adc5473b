import * as z from 'zod/mini'
import { type Activity, type ActivityFold, activity, activityFold } from '../activities/index.js'
import { programmeReference } from '../graph/index.js'
import { once } from '../kernel/index.js'
import { actsFor, defineQuery, pageInput, pageOf, type QueryContext } from '../operation/index.js'
import { shownNames } from '../people/index.js'
import { cursorAt, integer, maxRows, orNull, reference, select, text, type Where } from '../store/index.js'
import { feedItem, hydrate } from './feed-item.js'
import { homeScope, networkScope, programmeScope, type Scope } from './feed-scope.js'
import { activitiesOf, columnsOf, type Filters, newestFirst, partsOf } from './feed-source.js'
import { decodeGroupedPlace, encodeGroupedPlace, type GroupedPlace, maxRemembered } from './grouped-cursor.js'

const groupedItem = once(() =>
  z.extend(feedItem(), {
    /** All that says the same on the same day, as far as the person may see it. Null: nothing else can. */
    group: z.nullable(
      z.object({
        activities: integer(),
        /** People, each counted once. */
        people: integer(),
        /** Up to three of them, who said it last first; the name as far as it is public. */
        latest: z.array(z.object({ personId: text(), displayName: orNull(text()) })),
      }),
    ),
  }),
)

export type GroupedItem = z.output<ReturnType<typeof groupedItem>>

/** A line of the page: the newest activity that says it, and what it says with others. */
interface GroupedLine {
  readonly row: Activity
  readonly fold: string | null
}

type ColumnFilters = Omit<Filters, 'hashtag'>

const grouped = defineQuery({
  name: 'feed.grouped',
  summary: 'A feed in which what says the same on one day is one line: `Ada and 14 others finished lesson 42`.',
  input: () =>
    pageInput({
      feed: z._default(z.enum(['home', 'network']), 'home'),
      /** The feed of this programme instead. */
      programmeId: z.optional(programmeReference()),
      personId: z.optional(reference()),
      platform: z.optional(reference()),
      kind: z.optional(reference()),
    }).check(
      z.refine(
        ({ programmeId, personId }) => programmeId === undefined || personId === undefined,
        'a programme is read by the actor',
      ),
    ),
  output: () => pageOf(groupedItem()),
  access: (actor, { personId }) => personId === undefined || actsFor(actor, personId),
  async run(context, { feed, programmeId, personId = context.actor.id, limit, cursor, ...filters }) {
    const scopeOf = feed === 'home' ? homeScope : networkScope
    const scope = programmeId === undefined ? scopeOf(personId) : await programmeScope(context, programmeId)
    const { lines, next } = await readLines(context, scope, filters, { limit, place: decodeGroupedPlace(cursor) })
    const groups = await groupsOf(context, scope, filters, lines)
    const rows = lines.map(({ row }) => row)
    const items = await hydrate(context, rows, scope.personId)
    return {
      items: items.map((item, place) => ({ ...item, group: groups.get(lines[place]?.fold ?? '') ?? null })),
      next: next === null ? null : encodeGroupedPlace(next),
    }
  },
})

/** A page that so many reads do not fill stays short: what it costs has an end. */
const readsPerPage = 4

/**
 * Walks the feed, and takes of each group its newest member. What was on an earlier page is left out in the query, as far
 * as the cursor remembers it, and else found by a look at what lies before the cursor.
 */
async function readLines(
  context: QueryContext,
  scope: Scope,
  filters: ColumnFilters,
  { limit, place }: { limit: number; place: GroupedPlace },
): Promise<{ lines: readonly GroupedLine[]; next: GroupedPlace | null }> {
  const { store } = context
  const shown = new Set(place.folds)
  const lines: GroupedLine[] = []
  let { last } = place
  for (let reads = 0; reads < readsPerPage; reads++) {
    const { where, ...source } = activitiesOf(scope, filters)
    const page = await store.query(activity, {
      ...{ branches: source.branches, orderBy: newestFirst, limit },
      where:
        shown.size === 0
          ? where
          : { and: [where, { id: { notIn: select(activityFold, 'id', { fold: { in: [...shown] } }) } }] },
      cursor: last === null ? null : cursorAt(activity, newestFirst, last as Activity),
    })
    const folds = await foldsOf(context, page.items)
    const before = await shownBefore(context, scope, filters, { folds: [...folds.values()], last: place.last })
    for (const row of page.items) {
      if (lines.length === limit) return { lines, next: { last, folds: remembered(shown) } }
      last = { publishedAt: row.publishedAt, id: row.id }
      const fold = folds.get(row.id) ?? null
      if (fold !== null && shown.has(fold)) continue
      if (fold !== null) shown.add(fold)
      if (fold === null || !before.has(fold)) lines.push({ row, fold })
    }
    if (page.next === null) return { lines, next: null }
    if (lines.length === limit) break
  }
  return { lines, next: { last, folds: remembered(shown) } }
}

function remembered(shown: ReadonlySet<string>): readonly string[] {
  return [...shown].slice(-maxRemembered)
}

async function foldsOf({ store }: QueryContext, rows: readonly Activity[]): Promise<ReadonlyMap<string, string>> {
  if (rows.length === 0) return new Map()
  const found = await store.pick(
    activityFold,
    rows.map(({ id }) => id),
    ['id', 'fold'],
  )
  return new Map(found.flatMap((row) => (row ? [[row.id, row.fold] as const] : [])))
}

/** Which of the groups have a member that an earlier page has passed. */
async function shownBefore(
  { store }: QueryContext,
  scope: Scope,
  filters: ColumnFilters,
  { folds, last }: { folds: readonly string[]; last: GroupedPlace['last'] },
): Promise<ReadonlySet<string>> {
  if (last === null || folds.length === 0) return new Set()
  const { publishedAt, id } = last
  const passed: Where<ActivityFold> = {
    publishedAt: { gte: publishedAt },
    or: [{ publishedAt: { gt: publishedAt } }, { id: { gte: id } }],
  }
  const groups = await store.aggregate(activityFold, {
    where: { and: [membersOf(scope, filters, folds), passed] },
    groupBy: ['fold'],
    measures: { activities: 'count' },
    limit: maxRows,
  })
  return new Set(groups.map(({ fold }) => fold))
}

/** What the person may see of these groups. */
function membersOf(scope: Scope, filters: ColumnFilters, folds: readonly string[]): Where<ActivityFold> {
  const { where, branches } = partsOf<ActivityFold>(scope, 'id')
  return { and: [{ fold: { in: [...new Set(folds)] }, ...columnsOf(filters) }, where, { or: branches }] }
}

const namesShown = 3

/** Two statements for all groups of a page: how many there are, and who was last. */
async function groupsOf(
  { store }: QueryContext,
  scope: Scope,
  filters: ColumnFilters,
  lines: readonly GroupedLine[],
): Promise<ReadonlyMap<string, GroupedItem['group']>> {
  const folds = lines.flatMap(({ fold }) => fold ?? [])
  if (folds.length === 0) return new Map()
  const where = membersOf(scope, filters, folds)
  const counts = await store.aggregate(activityFold, {
    where,
    groupBy: ['fold'],
    measures: { activities: 'count', people: { distinct: 'personId' } },
    limit: maxRows,
  })
  const latest = await store.aggregate(activityFold, {
    where,
    groupBy: ['fold', 'personId'],
    measures: { at: { max: 'publishedAt' } },
    orderBy: [['at', 'desc']],
    limit: maxRows,
  })
  const people = new Map<string, string[]>()
  // Whoever has published the line itself is last, even where thousands of others crowd the list.
  for (const { row, fold } of lines) if (fold !== null) people.set(fold, row.personId === null ? [] : [row.personId])
  for (const { fold, personId } of latest) {
    const named = people.get(fold)
    if (named && personId !== null && named.length < namesShown && !named.includes(personId)) named.push(personId)
  }
  const names = await shownNames(store, [...people.values()].flat())
  return new Map(
    counts.map(({ fold, ...counted }) => [
      fold,
      {
        ...counted,
        latest: (people.get(fold) ?? []).map((personId) => ({ personId, displayName: names.get(personId) ?? null })),
      },
    ]),
  )
}

export const groupedOperations = { grouped }

import {
  type Activity,
  type ActivityTag,
  activity,
  activityTag,
  inactiveIds,
  normaliseHashtag,
  shownStates,
} from '../activities/index.js'
import type { Collection, OrderBy, Selection, Where } from '../store/index.js'
import type { FeedRow, Scope } from './feed-scope.js'
import { hiddenFrom } from './hidden.js'
import { seenBy, seenKept } from './seen.js'

/** Rows that stand for activities, and how a feed walks them. */
export interface Source<Row extends { id: string }> {
  readonly collection: Collection<Row>
  /** The field that holds the activity's id. */
  readonly activityField: 'id' | 'activityId'
  readonly where: Where<Row>
  readonly branches: readonly Where<Row>[]
  readonly orderBy: OrderBy<Row>
  readonly match?: string
  /** Whether the row still says of the activity what the query went by. */
  isCurrent(row: Row, activity: Activity): boolean
}

export interface Filters {
  readonly platform?: string | undefined
  readonly kind?: string | undefined
  readonly hashtag?: string | undefined
}

/** A scope, which may lack whose feed it is: then nothing is left out for anybody's sake. */
export type OpenScope = Omit<Scope, 'personId'> & { readonly personId?: string }

export const newestFirst = [['publishedAt', 'desc']] as const

/** The newest activities of a scope; of a hashtag, by the hashtag's own index, however rare it is. */
export function newestOf(scope: OpenScope, { hashtag, ...filters }: Filters): Source<FeedRow> {
  const source =
    hashtag === undefined ? activitiesOf(scope, filters) : tagsOf(scope, filters, normaliseHashtag(hashtag))
  return source as unknown as Source<FeedRow> // both kinds of rows have its fields, and no more is asked of them
}

export function activitiesOf(scope: OpenScope, filters: Omit<Filters, 'hashtag'>): Source<Activity> {
  const parts = partsOf<Activity>(scope, 'id')
  return {
    ...{ collection: activity, activityField: 'id', orderBy: newestFirst },
    where: { ...parts.where, ...columnsOf(filters), state: { in: shownStates } } as Where<Activity>,
    branches: parts.branches,
    isCurrent: () => true,
  }
}

function tagsOf(scope: OpenScope, filters: Omit<Filters, 'hashtag'>, tag: string): Source<ActivityTag> {
  const parts = partsOf<ActivityTag>(scope, 'activityId')
  return {
    ...{ collection: activityTag, activityField: 'activityId', orderBy: newestFirst },
    where: { ...parts.where, ...columnsOf(filters), tag } as Where<ActivityTag>,
    branches: parts.branches,
    // Tags are written with their activity.
    isCurrent: () => true,
  }
}

export function columnsOf({ platform, kind }: Filters) {
  return { ...(platform === undefined ? {} : { platform }), ...(kind === undefined ? {} : { kind }) }
}

/** A scope in the words of rows that have its fields, and the activity's id under this name. */
export function partsOf<Row>(
  scope: OpenScope,
  activityField: 'id' | 'activityId',
): { where: Where<Row>; branches: readonly Where<Row>[] } {
  const without = (ids: Selection<string>) => ({ [activityField]: { notIn: ids } })
  const where = { ...scope.where, ...(scope.personId === undefined ? {} : without(hiddenFrom(scope.personId))) }
  const branches = [...scope.own, ...scope.others.map((branch) => ({ ...branch, ...without(inactiveIds()) }))]
  // Every such row has the fields that a scope names.
  return { where: where as unknown as Where<Row>, branches: branches as unknown as readonly Where<Row>[] }
}

/** The scope without what its person has seen; older things than marks are kept for count as seen. */
export function unseenOnly<Row extends FeedRow>(source: Source<Row>, personId: string, now: number) {
  const unseen = { [source.activityField]: { notIn: seenBy(personId, now) }, publishedAt: { gte: now - seenKept } }
  return { ...source, where: { and: [source.where, unseen as unknown as Where<Row>] } as unknown as Where<Row> }
}

import * as z from 'zod/mini'
import { activityNotFound, requireVisible } from '../activities/index.js'
import { programmeReference } from '../graph/index.js'
import { type Explanation, once, type Page } from '../kernel/index.js'
import {
  anybody,
  defineCommand,
  defineQuery,
  pageInput,
  pageOf,
  privileged,
  type QueryContext,
  thePersonConcerned,
} from '../operation/index.js'
import { integer, reference, text } from '../store/index.js'
import { type ActivityRank, activityRank } from './activity-rank.js'
import { explainEngagement, explainRank } from './explain-rank.js'
import { listInput } from './feed.operations.js'
import { feedItem, hydrate } from './feed-item.js'
import { type PageWanted, readPage } from './feed-page.js'
import { homeScope, programmeScope } from './feed-scope.js'
import { type Source, unseenOnly } from './feed-source.js'
import { rankRebuildContinued } from './rank.reaction.js'
import { periods, rankedOf, topOf } from './ranked-source.js'

const explanation = once(() =>
  z.object({
    result: integer(),
    parts: z.array(
      z.object({
        reason: text(),
        contribution: integer(),
        evidence: z.array(z.object({ collection: text(), id: text() })),
      }),
    ),
  }),
)

const rankedItem = once(() =>
  z.extend(feedItem(), {
    /** Why it stands where it stands, if that was asked for. */
    explanation: z.nullable(explanation()),
  }),
)

export type RankedItem = z.output<ReturnType<typeof rankedItem>>

const options = once(() => ({ ...listInput(), explain: z._default(z.boolean(), false) }))

interface RankedWanted extends PageWanted {
  readonly explain: boolean
  readonly unseen: boolean
}

const ranked = defineQuery({
  name: 'feed.ranked',
  summary: 'What a person sees at home, by how recent and how popular it is.',
  input: () => pageInput({ personId: z.optional(reference()), ...options() }),
  output: () => pageOf(rankedItem()),
  access: thePersonConcerned,
  run: (context, { personId = context.actor.id, ...wanted }) =>
    rankedPage(context, rankedOf(homeScope(personId)), { ...wanted, personId, why: explainRank }),
})

const top = defineQuery({
  name: 'feed.top',
  summary: 'What has met with the most engagement of what was published within a period, at home or in a programme.',
  input: () =>
    pageInput({
      period: z._default(z.enum(periods), 'week'),
      programmeId: z.optional(programmeReference()),
      ...options(),
    }),
  output: () => pageOf(rankedItem()),
  access: anybody,
  async run(context, { period, programmeId, ...wanted }) {
    const personId = context.actor.id
    const scope = programmeId === undefined ? homeScope(personId) : await programmeScope(context, programmeId)
    const source = topOf(scope, period, context.clock.now())
    return rankedPage(context, source, { ...wanted, personId, why: explainEngagement })
  },
})

async function rankedPage(
  context: QueryContext,
  source: Source<ActivityRank>,
  wanted: RankedWanted & { personId: string; why(row: ActivityRank): Explanation },
): Promise<Page<RankedItem>> {
  const { personId, unseen, why } = wanted
  const page = await readPage(context, unseen ? unseenOnly(source, personId, context.clock.now()) : source, wanted)
  const rows = page.items.map((line) => line.activity)
  const items = await hydrate(context, rows, personId)
  return {
    items: items.map((item, place) => {
      const row = wanted.explain ? page.items[place]?.row : undefined
      return { ...item, explanation: row === undefined ? null : toMutable(why(row)) }
    }),
    next: page.next,
  }
}

const explainOne = defineQuery({
  name: 'feed.explain',
  summary: 'Why an activity that the actor may see stands where it stands in ranked feeds.',
  input: () => z.strictObject({ activityId: reference() }),
  output: () =>
    z.object({
      /** Milliseconds: it stands as if it had been published then. */
      rank: explanation(),
      /** Points. */
      engagement: explanation(),
    }),
  access: anybody,
  async run(context, { activityId }) {
    await requireVisible(context, activityId)
    const [row] = await context.store.get(activityRank, [activityId])
    if (!row) throw activityNotFound(activityId)
    return { rank: toMutable(explainRank(row)), engagement: toMutable(explainEngagement(row)) }
  },
})

/** An explanation is made to be read; the output of an operation is anybody's own. */
function toMutable({ result, parts }: Explanation): z.output<ReturnType<typeof explanation>> {
  return { result, parts: parts.map((part) => ({ ...part, evidence: [...part.evidence] })) }
}

const rebuild = defineCommand({
  name: 'feed.rebuild',
  summary: 'Makes all ranks anew, a piece at a time: after a change of weights, or when older activities have none.',
  input: () => z.strictObject({}),
  output: () => z.null(),
  access: privileged,
  run({ emit }) {
    emit(rankRebuildContinued, { subject: 'ranks', payload: { of: 'activities', cursor: null } })
    return Promise.resolve(null)
  },
})

export const rankedOperations = { ranked, top, explain: explainOne, rebuild }

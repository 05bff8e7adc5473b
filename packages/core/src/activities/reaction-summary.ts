import * as z from 'zod/mini'
import { barredFrom } from '../graph/index.js'
import { anybody, defineQuery } from '../operation/index.js'
import { shownNames } from '../people/index.js'
import { instant, integer, maxRows, orNull, reference, text } from '../store/index.js'
import { reaction } from './response.js'
import { requireVisible } from './visible.js'

/** Rows that are looked through for each of the latest people: one person may react in several ways. */
const kindsEach = 5

/** `Ada and 14 others like this`: everything that such a line needs. */
export const summariseReactions = defineQuery({
  name: 'reactions.summary',
  summary: 'How many people have reacted to an activity, in which ways, who did last, and whether the actor did.',
  input: () =>
    z.strictObject({ subjectId: reference(), latest: z._default(z.int().check(z.minimum(0), z.maximum(20)), 3) }),
  output: () =>
    z.object({
      subjectId: text(),
      /** People, each counted once. */
      people: integer(),
      /** Reactions of each kind, the most first. */
      kinds: z.array(z.object({ kind: text(), count: integer() })),
      /** Who has reacted last, without those with whom there is a block; the name as far as it is public. */
      latest: z.array(z.object({ personId: text(), displayName: orNull(text()), kind: text(), at: instant() })),
      /** The kinds that the actor has given, in alphabetical order. */
      mine: z.array(text()),
    }),
  access: anybody,
  async run(context, { subjectId, latest }) {
    await requireVisible(context, subjectId)
    const { actor, store } = context
    const kinds = await store.aggregate(reaction, {
      where: { subjectId },
      groupBy: ['kind'],
      measures: { count: 'count' },
      orderBy: [['count', 'desc']],
      limit: maxRows,
    })
    const measures = { people: { distinct: 'personId' } } as const
    const [all] = await store.aggregate(reaction, { where: { subjectId }, groupBy: [], measures, limit: 1 })
    const given = await store.query(reaction, { where: { subjectId, personId: actor.id }, limit: maxRows })
    const found =
      latest === 0
        ? []
        : (
            await store.query(reaction, {
              where: { subjectId, personId: { notIn: barredFrom(actor.id) } },
              orderBy: [['at', 'desc']],
              limit: latest * kindsEach,
            })
          ).items
    const perPerson = new Map(found.toReversed().map((row) => [row.personId, row]))
    const last = found.filter((row) => perPerson.get(row.personId) === row).slice(0, latest)
    const names = await shownNames(
      store,
      last.map(({ personId }) => personId),
    )
    return {
      subjectId,
      people: all?.people ?? 0,
      kinds,
      latest: last.map(({ personId, kind, at }) => ({ personId, displayName: names.get(personId) ?? null, kind, at })),
      mine: given.items.map(({ kind }) => kind).toSorted(),
    }
  },
})

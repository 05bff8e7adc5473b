import type { Collection, ScalarField, Where } from '../../store/index.js'
import type { CommandContext } from '../context.js'
import type { PersonFieldOptions } from '../person-options.js'
import type { PersonSteps } from '../person-reference.js'

/** How rows follow whose ids do not depend on the person. A note is a list of ids. */
export function personFieldSteps<Row extends { id: string }>(
  collection: Collection<Row>,
  field: ScalarField<Row>,
  options: PersonFieldOptions<Row>,
): PersonSteps {
  // A field that is named by a variable loses its type: it was checked where it was declared.
  const of = (personId: string) => ({ [field]: personId }) as Where<Row>
  const to = (personId: string) => ({ [field]: personId }) as Partial<Omit<Row, 'id'>>

  async function move({ context, ids, fromId, intoId }: Move): Promise<void> {
    if (ids.length === 0) return
    const where = { ...of(fromId), id: { in: ids } } as Where<Row>
    await context.store.update(collection, { where, set: to(intoId) })
    await options.moved?.(context, ids, intoId)
  }

  async function some(context: CommandContext, where: Where<Row>, limit: number) {
    const orderBy = options.orderBy === undefined ? [] : ([[options.orderBy, 'asc']] as const)
    const { items, next } = await context.store.query(collection, { where, orderBy, limit })
    return { ids: items.map(({ id }) => id), isLast: next === null }
  }

  const { hangsOn } = options
  return {
    async take(context, { fromId, intoId }, limit) {
      const { ids, isLast } = await some(context, of(fromId), limit)
      await move({ context, ids, fromId, intoId })
      return { notes: ids.length === 0 ? [] : [{ aboutId: null, note: ids }], isLast }
    },
    async giveBack(context, { fromId, intoId }, notes) {
      // Notes come back to the reference that made them: each is a list of ids.
      for (const ids of notes as readonly (readonly string[])[]) {
        await move({ context, ids, fromId: intoId, intoId: fromId })
      }
    },
    ...(hangsOn && {
      async giveAfter(context, { fromId, intoId }, identities, limit) {
        if (identities.length === 0) return true
        const where = { and: [of(intoId), hangsOn(identities)] } as Where<Row>
        const { ids, isLast } = await some(context, where, limit)
        await move({ context, ids, fromId: intoId, intoId: fromId })
        return isLast
      },
    }),
    async count(store, personId) {
      const [row] = await store.aggregate(collection, {
        where: of(personId),
        groupBy: [],
        measures: { rows: 'count' },
        limit: 1,
      })
      return row?.rows ?? 0
    },
  }
}

interface Move {
  readonly context: CommandContext
  readonly ids: readonly string[]
  readonly fromId: string
  readonly intoId: string
}

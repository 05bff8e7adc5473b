import { type CommandContext, type MergedPeople, type PersonSteps, replaceRows, sameRow } from '../operation/index.js'
import { combineTies, type MovedTies, mirrorOf, partTies, type TiesByKind } from './combine-ties.js'
import { pairsAtOnce, type StandingKind, standingKinds, type Tie, tie, tieIdOf } from './tie.js'

/** How ties follow a person who is merged into another. */
export const tieSteps: PersonSteps = {
  async take(context, people, limit) {
    const { store, actor } = context
    const page = await store.query(tie, {
      where: { fromId: people.fromId, kind: { in: standingKinds } },
      orderBy: [['kind', 'asc']],
      limit: Math.min(limit, pairsAtOnce),
    })
    const otherIds = [...new Set(page.items.map(({ toId }) => toId))]
    const found = await readTies(context, people, otherIds)
    const done = found.map(({ otherId, from, into }) =>
      combineTies(actor.tenant, people, otherId, { moved: from, own: into }),
    )
    const changes = done.flatMap(({ kinds }) => Object.values(kinds))
    await replaceTies(context, {
      before: changes.flatMap(({ before, own }) => [before, own]),
      after: changes.map(({ after }) => after),
    })
    return { notes: done.map((note) => ({ aboutId: note.otherId, note })), isLast: page.next === null }
  },
  async giveBack(context, people, given) {
    const notes = given as readonly MovedTies[] // notes come back to the reference that made them
    const found = await readTies(
      context,
      people,
      notes.map(({ otherId }) => otherId),
    )
    const parted = notes.flatMap((note, place) => {
      const current = found[place]?.into
      return current ? [{ current, ...partTies(note, current) }] : []
    })
    await replaceTies(context, {
      before: parted.flatMap(({ current }) => Object.values(current)),
      after: parted.flatMap(({ from, into }) => [...Object.values(from), ...Object.values(into)]),
    })
  },
  async count(store, personId) {
    const [row] = await store.aggregate(tie, {
      where: { fromId: personId, kind: { in: standingKinds } },
      groupBy: [],
      measures: { rows: 'count' },
      limit: 1,
    })
    return row?.rows ?? 0
  },
}

/** What both have with each of the others. */
async function readTies(
  { store, actor }: CommandContext,
  { fromId, intoId }: MergedPeople,
  otherIds: readonly string[],
) {
  const sides = otherIds.flatMap((otherId) => [fromId, intoId].map((personId) => ({ personId, otherId })))
  const ids = sides.flatMap(({ personId, otherId }) =>
    standingKinds.map((kind) => tieIdOf(actor.tenant, kind, personId, otherId)),
  )
  const rows = new Map((await store.get(tie, ids)).flatMap((row) => (row ? [[row.id, row] as const] : [])))
  const between = (personId: string, otherId: string): TiesByKind => {
    const of = (kind: StandingKind) => rows.get(tieIdOf(actor.tenant, kind, personId, otherId)) ?? null
    return { connection: of('connection'), block: of('block'), blocked: of('blocked') }
  }
  return otherIds.map((otherId) => ({ otherId, from: between(fromId, otherId), into: between(intoId, otherId) }))
}

/** Writes what differs, from both sides. */
async function replaceTies(
  { store, actor }: CommandContext,
  change: { readonly before: readonly (Tie | null)[]; readonly after: readonly (Tie | null)[] },
): Promise<void> {
  const before = new Map(change.before.flatMap((row) => (row ? [[row.id, row] as const] : [])))
  const after = new Map(change.after.flatMap((row) => (row ? [[row.id, row] as const] : [])))
  const bothSides = (row: Tie) => [row, mirrorOf(actor.tenant, row)]
  const differ = (row: Tie, other: Tie | undefined) => other === undefined || !sameRow(row, other)
  const gone = [...before.values()].filter((row) => differ(row, after.get(row.id)))
  const made = [...after.values()].filter((row) => differ(row, before.get(row.id)))
  await replaceRows(store, tie, { gone: gone.flatMap(bothSides), made: made.flatMap(bothSides) })
}

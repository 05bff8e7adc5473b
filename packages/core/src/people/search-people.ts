import { barredFrom, connectedAmong, connectionsOf } from '../graph/index.js'
import { isPrivileged, type Page } from '../kernel/index.js'
import type { QueryContext } from '../operation/index.js'
import { type Person, person } from '../person/index.js'
import { select, type Where } from '../store/index.js'
import { type PersonTerm, type PersonText, personTerm, personText, termOf } from './findable.js'
import { visibleFields } from './visible-fields.js'

export interface WantedPeople {
  readonly text?: string | undefined
  readonly skill?: string | undefined
  readonly company?: string | undefined
  readonly limit: number
  readonly cursor: string | null
}

/** What rows that people are found by have in common. */
interface FoundRow {
  readonly personId: string
}

/** People who are everything that is asked for, as far as the actor may see it. Their order says nothing, and stays. */
export async function searchPeople(context: QueryContext, wanted: WantedPeople): Promise<Page<Person>> {
  const page = await findPeople(context, wanted)
  if (page.items.length === 0) return { items: [], next: page.next }
  const { actor, store } = context
  const ids = page.items.map(({ personId }) => personId)
  const rows = (await store.get(person, ids)).filter((row) => row !== null)
  if (isPrivileged(actor)) return { items: rows, next: page.next }
  const connected = await connectedAmong(store, actor.tenant, actor.id, ids)
  const items = rows.map((row) => (row.id === actor.id ? row : visibleFields(row, connected.has(row.id))))
  return { items, next: page.next }
}

/** One statement. What the actor may not see is no reason to be found: it is left out of the query, not of its page. */
async function findPeople({ actor, store }: QueryContext, wanted: WantedPeople): Promise<Page<FoundRow>> {
  const { text, limit, cursor } = wanted
  const viewer = isPrivileged(actor) ? null : actor.id
  const barred = viewer === null ? [] : [{ personId: { notIn: barredFrom(viewer) } }]
  const [first, ...rest] = termsOf(wanted)
  if (text !== undefined || first === undefined) {
    const terms = first === undefined ? [] : [first, ...rest]
    const where: Where<PersonText> = { and: [...barred, ...terms.map((term) => hasTerm(viewer, term))] }
    const branches = textBranches(viewer)
    return store.query(personText, { match: text ?? '', where, branches, limit, cursor })
  }
  const where: Where<PersonTerm> = { term: first, and: [...barred, ...rest.map((term) => hasTerm(viewer, term))] }
  return store.query(personTerm, { where, branches: termBranches(viewer), limit, cursor })
}

function termsOf({ skill, company }: WantedPeople): string[] {
  return [
    ...(company === undefined ? [] : [termOf('company', company)]),
    ...(skill === undefined ? [] : [termOf('skill', skill)]),
  ]
}

/** A person's texts are held against the words in one branch only: the one of the circle to which the viewer belongs. */
function textBranches(viewer: string | null): readonly Where<PersonText>[] {
  if (viewer === null) return [{ whole: true }]
  return [
    { toStrangers: true, personId: { notIn: connectionsOf(viewer), ne: viewer } },
    { toConnections: true, personId: { in: connectionsOf(viewer) } },
    { whole: true, personId: viewer },
  ]
}

function termBranches(viewer: string | null): readonly Where<PersonTerm>[] {
  if (viewer === null) return [{}]
  return [
    { audience: 'public' },
    { audience: 'connections', personId: { in: connectionsOf(viewer) } },
    { personId: viewer },
  ]
}

/** Whoever has the term where the viewer may see it. */
function hasTerm(viewer: string | null, term: string): Where<FoundRow> {
  const among = (where: Where<PersonTerm>): Where<FoundRow> => ({
    personId: { in: select(personTerm, 'personId', where) },
  })
  if (viewer === null) return among({ term })
  return {
    or: [
      among({ term, audience: 'public' }),
      { and: [among({ term, audience: 'connections' }), { personId: { in: connectionsOf(viewer) } }] },
      among({ term, personId: viewer }),
    ],
  }
}

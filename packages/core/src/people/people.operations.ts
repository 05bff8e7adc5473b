import * as z from 'zod'
import { SociusError } from '../kernel/index.js'
import {
  actsFor,
  type CommandContext,
  defineCommand,
  defineQuery,
  pageInput,
  pageOf,
  privileged,
  type ReadStore,
  thePersonConcerned,
} from '../operation/index.js'
import { reference } from '../store/index.js'
import { personCreated, personUpdated } from './people.events.js'
import { type Person, person, personFields, personVisibility } from './person.js'

const emptyPerson = {
  displayName: null,
  headline: null,
  title: null,
  company: null,
  location: null,
  bio: null,
  avatarUrl: null,
  skills: [],
  goals: [],
  links: [],
  visibility: {},
} satisfies Omit<Person, 'id' | 'createdAt' | 'updatedAt'>

/** The person, made with empty fields if the host has not introduced them yet. */
export async function ensurePerson(context: CommandContext, personId: string): Promise<void> {
  const now = context.clock.now()
  const made = await context.store.insert(person, [{ ...emptyPerson, id: personId, createdAt: now, updatedAt: now }])
  if (made.length > 0) context.emit(personCreated, { subject: personId, payload: { personId } })
}

/** @throws `not_found` */
export async function requirePerson(store: ReadStore, personId: string): Promise<Person> {
  const [row] = await store.get(person, [personId])
  if (row) return row
  throw new SociusError('not_found', 'There is no such person.', { details: { personId } })
}

const savePerson = defineCommand({
  name: 'people.save',
  summary: 'Adds a person or changes the fields that are given.',
  input: z.strictObject({
    personId: reference(),
    ...personFields.partial().shape,
    visibility: personVisibility.optional(),
  }),
  output: person.schema,
  access: thePersonConcerned,
  async run(context, { personId, ...changes }) {
    await ensurePerson(context, personId)
    const stored = await requirePerson(context.store, personId)
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
    const fields = Object.keys(given)
    if (fields.length === 0) return stored
    const saved: Person = { ...stored, ...given, updatedAt: context.clock.now() }
    await context.store.upsert(person, [saved])
    context.emit(personUpdated, { subject: personId, payload: { personId, fields } })
    return saved
  },
})

const getPerson = defineQuery({
  name: 'people.get',
  summary: 'One person, with the fields that the actor may see.',
  input: z.strictObject({ personId: reference() }),
  output: person.schema,
  access: () => true,
  async run(context, { personId }) {
    const row = await requirePerson(context.store, personId)
    return actsFor(context.actor, personId) ? row : visibleFields(row)
  },
})

const searchPeople = defineQuery({
  name: 'people.search',
  summary: 'People whose name, headline, title, company, place or bio holds every word.',
  input: pageInput({ text: z.string().min(1).max(200) }),
  output: pageOf(person.schema),
  access: privileged,
  run: (context, { text, limit, cursor }) => context.store.query(person, { match: text, limit, cursor }),
})

/** The row without what its person shows to nobody but connections. */
export function visibleFields(row: Person): Person {
  const hidden = Object.entries(row.visibility).filter(([, audience]) => audience !== 'public')
  return {
    ...row,
    ...Object.fromEntries(hidden.map(([field]) => [field, Array.isArray(row[field as keyof Person]) ? [] : null])),
  }
}

export const peopleOperations = { save: savePerson, get: getPerson, search: searchPeople }

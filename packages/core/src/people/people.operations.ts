import * as z from 'zod'
import { standing } from '../graph/index.js'
import { SociusError } from '../kernel/index.js'
import {
  actsFor,
  anybody,
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
import { cleanPersonFields, type Person, person, personFields, personVisibility } from './person.js'
import { visibleFields } from './visible-fields.js'

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
  const [known] = await context.store.pick(person, [personId], ['id'])
  if (known) return
  const now = context.clock.now()
  const made = await context.store.insert(person, [{ ...emptyPerson, id: personId, createdAt: now, updatedAt: now }])
  if (made.length > 0) context.emit(personCreated, { subject: personId, payload: { personId } })
}

/**
 * Holds the person's row until the transaction ends. Of two calls that change what a person has only one of, the second
 * sees what the first has done.
 */
export async function holdPerson(context: CommandContext, personId: string): Promise<void> {
  await context.store.update(person, { where: { id: personId }, add: { createdAt: 0 } })
}

/** @throws `not_found` */
async function requirePerson(store: ReadStore, personId: string): Promise<Person> {
  const [row] = await store.get(person, [personId])
  if (row) return row
  throw personNotFound(personId)
}

function personNotFound(personId: string): SociusError {
  return new SociusError('not_found', 'There is no such person.', { details: { personId } })
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
    const given = Object.fromEntries(
      Object.entries(cleanPersonFields(changes)).filter(([, value]) => value !== undefined),
    )
    const fields = Object.keys(given)
    if (fields.length === 0) return requirePerson(context.store, personId)
    const updatedAt = context.clock.now()
    // Holds the row before it is read: of two saves at once neither undoes what the other has changed.
    await context.store.update(person, { where: { id: personId }, set: { updatedAt } })
    const stored = await requirePerson(context.store, personId)
    const saved: Person = { ...stored, ...given, updatedAt }
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
  access: anybody,
  async run({ actor, store }, { personId }) {
    const row = await requirePerson(store, personId)
    if (actsFor(actor, personId)) return row
    const { connected, barred } = await standing(store, actor.tenant, actor.id, personId)
    if (barred) throw personNotFound(personId)
    return visibleFields(row, connected)
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

export const peopleOperations = { save: savePerson, get: getPerson, search: searchPeople }

import * as z from 'zod/mini'
import { standing } from '../graph/index.js'
import { SociusError } from '../kernel/index.js'
import {
  actsFor,
  anybody,
  defineCommand,
  defineQuery,
  pageInput,
  pageOf,
  privileged,
  thePersonConcerned,
} from '../operation/index.js'
import {
  cleanPersonFields,
  ensurePerson,
  type Person,
  person,
  personFields,
  personVisibility,
} from '../person/index.js'
import { reference } from '../store/index.js'
import { personUpdated } from './people.events.js'
import { personNotFound, requirePerson } from './read-person.js'
import { searchPeople } from './search-people.js'
import { visibleFields } from './visible-fields.js'
import { writeFindable } from './write-findable.js'

const savePerson = defineCommand({
  name: 'people.save',
  summary: 'Adds a person or changes the fields that are given.',
  input: () =>
    z.strictObject({
      personId: reference(),
      ...z.partial(personFields).shape,
      visibility: z.optional(personVisibility),
    }),
  output: person.schema,
  access: thePersonConcerned,
  async run(context, { personId, ...changes }) {
    // Holds the row before it is read: of two saves at once neither undoes what the other has changed.
    await ensurePerson(context, personId)
    const given = Object.fromEntries(
      Object.entries(cleanPersonFields(changes)).filter(([, value]) => value !== undefined),
    )
    const fields = Object.keys(given)
    const stored = await requirePerson(context.store, personId)
    if (fields.length === 0) return stored
    const saved: Person = { ...stored, ...given, updatedAt: context.clock.now() }
    await context.store.upsert(person, [saved])
    await writeFindable(context, [saved])
    context.emit(personUpdated, { subject: personId, payload: { personId, fields } })
    return saved
  },
})

const getPerson = defineQuery({
  name: 'people.get',
  summary: 'One person, or whoever that one was merged into, with the fields that the actor may see.',
  input: () =>
    z.strictObject({
      personId: reference(),
      /** What others see, for the person: everybody, or a connection. @default what the actor sees */
      as: z.optional(z.enum(['public', 'connection'])),
    }),
  output: person.schema,
  access: anybody,
  async run({ actor, store }, { personId, as }) {
    const row = await requirePerson(store, personId)
    const isOwn = actsFor(actor, row.id)
    if (isOwn) return as === undefined ? row : visibleFields(row, as === 'connection')
    const { connected, barred } = await standing(store, actor.tenant, actor.id, row.id)
    if (barred) throw personNotFound(personId)
    if (as !== undefined) throw new SociusError('forbidden', 'How others see a person is shown to that person.')
    return visibleFields(row, connected)
  },
})

const search = defineQuery({
  name: 'people.search',
  summary: 'People who hold every word, have the skill and work for the company, as far as the actor may see that.',
  input: () =>
    pageInput({
      /** Words of the name, headline, title, company, place or bio. */
      text: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
      /** One of the skills, whole, in upper or lower case. */
      skill: z.optional(z.string().check(z.minLength(1), z.maxLength(100))),
      /** The company, whole, in upper or lower case. */
      company: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
    }).check(
      z.refine(
        ({ text, skill, company }) => text !== undefined || skill !== undefined || company !== undefined,
        'a text, a skill or a company',
      ),
    ),
  output: () => pageOf(person.schema),
  access: anybody,
  run: searchPeople,
})

const list = defineQuery({
  name: 'people.list',
  summary: 'Everybody who is not merged into somebody else.',
  input: () => pageInput({}),
  output: () => pageOf(person.schema),
  access: privileged,
  run: (context, { limit, cursor }) => context.store.query(person, { where: { mergedInto: null }, limit, cursor }),
})

export const peopleOperations = { save: savePerson, get: getPerson, search, list }

import * as z from 'zod/mini'
import { cleanOptional, cleanText } from '../kernel/index.js'
import { defineCollection, instant, orNull, type RowOf, reference } from '../store/index.js'

const line = z.nullable(z.string().check(z.maxLength(200)))
const address = z.url({ protocol: /^https?$/ }).check(z.maxLength(2000))
const label = z.string().check(z.maxLength(100))

/** What the host, or the person, says about a person. What a platform says about an account is a {@link profile}. */
export const personFields = z.object({
  displayName: line,
  headline: z.nullable(z.string().check(z.maxLength(300))),
  title: line,
  company: line,
  location: line,
  bio: z.nullable(z.string().check(z.maxLength(5000))),
  avatarUrl: z.nullable(address),
  skills: z.array(label).check(z.maxLength(200)),
  goals: z.array(z.string().check(z.maxLength(300))).check(z.maxLength(50)),
  links: z.array(z.object({ label, url: address })).check(z.maxLength(50)),
})

export type PersonFields = z.output<typeof personFields>

const textFields = ['displayName', 'headline', 'title', 'company', 'location', 'bio', 'avatarUrl'] as const

/** The fields as they are stored: cleaned like texts of platforms, since they stand beside texts of others. */
export function cleanPersonFields<Given extends { [Field in keyof PersonFields]?: PersonFields[Field] | undefined }>(
  given: Given,
): Given {
  const cleaned = { ...given }
  for (const field of textFields) {
    const text = given[field]
    if (typeof text === 'string') cleaned[field] = cleanOptional(text, text.length)
  }
  if (given.skills) cleaned.skills = cleanList(given.skills)
  if (given.goals) cleaned.goals = cleanList(given.goals)
  if (given.links) {
    cleaned.links = given.links.map(({ label, url }) => ({
      label: cleanText(label, label.length),
      url: cleanText(url, url.length),
    }))
  }
  return cleaned
}

function cleanList(texts: readonly string[]): string[] {
  return texts.flatMap((text) => cleanOptional(text, text.length) ?? [])
}

/** Who besides the person sees a field. */
export const fieldAudience = z.enum(['public', 'connections', 'private'])

const visibility = z.partialRecord(z.keyof(personFields), fieldAudience)

/** Anybody whom the host knows: learner, member, lead or author. The id is the host's own. */
export const person = defineCollection('person', {
  schema: z.extend(personFields, {
    id: reference(),
    /** Fields that are not named are public. */
    visibility,
    /** The person whom this one turned out to be: nothing is written in its name any more. */
    mergedInto: orNull(reference()),
    createdAt: instant(),
    updatedAt: instant(),
  }),
  keep: ['createdAt'],
  search: ['displayName', 'headline', 'title', 'company', 'location', 'bio'],
})

export type Person = RowOf<typeof person>
export { visibility as personVisibility }

/** The fields of a person of whom nothing is known yet. */
export const emptyPerson = {
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
  mergedInto: null,
} satisfies Omit<Person, 'id' | 'createdAt' | 'updatedAt'>

import * as z from 'zod'
import { defineCollection, instant, type RowOf, reference } from '../store/index.js'

const link = z.object({ label: z.string().max(100), url: z.url({ protocol: /^https?$/ }).max(2000) })

/** What the host, or the person, says about a person. What a platform says about an account is a {@link profile}. */
export const personFields = z.object({
  displayName: z.string().max(200).nullable(),
  headline: z.string().max(300).nullable(),
  title: z.string().max(200).nullable(),
  company: z.string().max(200).nullable(),
  location: z.string().max(200).nullable(),
  bio: z.string().max(5000).nullable(),
  avatarUrl: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .nullable(),
  skills: z.array(z.string().max(100)).max(200),
  goals: z.array(z.string().max(300)).max(50),
  links: z.array(link).max(50),
})

/** Who besides the person sees a field. */
export const fieldAudience = z.enum(['public', 'connections', 'private'])

const visibility = z.partialRecord(personFields.keyof(), fieldAudience)

/** Anybody whom the host knows: learner, member, lead or author. The id is the host's own. */
export const person = defineCollection('person', {
  schema: personFields.extend({
    id: reference(),
    /** Fields that are not named are public. */
    visibility,
    createdAt: instant(),
    updatedAt: instant(),
  }),
  keep: ['createdAt'],
  search: ['displayName', 'headline', 'title', 'company', 'location', 'bio'],
})

export type Person = RowOf<typeof person>
export { visibility as personVisibility }

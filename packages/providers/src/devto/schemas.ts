import * as z from 'zod'

// A vendor's answer is read tolerantly: what an item cannot do without is required, and anything else that has a wrong
// type counts as absent. Lists are read element by element by those who use them.
const text = z.string().nullish().catch(undefined)
const count = z.int().nonnegative().nullish().catch(undefined)
const id = z.int().positive()
const instant = z.iso.datetime({ offset: true })

/** The code of a comment. */
export const idCode = z.string().regex(/^[a-z\d]{1,30}$/)

/** Whoever wrote an article or a comment. */
export const authorSchema = z.object({ user_id: id, username: text, name: text, profile_image: text })

export type Author = z.output<typeof authorSchema>

/**
 * What the list of articles and a single article both say, with the same values: everything that makes a draft. The
 * body stands in a single article alone, so it is not read.
 */
export const articleSchema = z.object({
  id,
  title: text,
  description: text,
  url: text,
  cover_image: text,
  language: text,
  // A list in the list of articles, and a text with commas in a single one.
  tag_list: z
    .union([z.array(z.unknown()), z.string()])
    .nullish()
    .catch(undefined),
  comments_count: count,
  public_reactions_count: count,
  published_at: instant,
  edited_at: instant.nullish().catch(undefined),
  user: authorSchema,
})

export type Article = z.output<typeof articleSchema>

/** No Forem gives more than the most that may be asked for. */
export const articlesSchema = z.array(z.unknown()).max(1000)

/** An article of which only its id is looked at. */
export const identifiedSchema = z.looseObject({ id })

/** Enough of a comment to find those that answer it. Where too many stand inside each other, `children` is cut off. */
export const commentNodeSchema = z.looseObject({ id_code: idCode, children: z.unknown() })

export const commentSchema = z.object({
  id_code: idCode,
  created_at: instant,
  body_html: z.string(),
  user: authorSchema,
})

export type ThreadComment = z.output<typeof commentSchema>

/** What stands in place of a comment that was deleted, or hidden by the author of the article: nobody has written it. */
export const placeholderSchema = z.looseObject({ user: z.strictObject({}) })

export const commentsSchema = z.array(z.unknown())

export const userSchema = z.object({ id, username: z.string().min(1), name: text, summary: text, profile_image: text })

export type User = z.output<typeof userSchema>

/** What Forem itself says of something that is not there, unlike a server in front of it. */
export const notFoundSchema = z.object({ status: z.literal(404), error: z.string() })

import type { VirtualClock } from '../virtual-clock.js'

export interface DevtoProfile {
  /** @default the username */
  readonly name?: string
  readonly summary?: string
  readonly location?: string
  /** The address of a picture. */
  readonly avatar?: string
}

/** What an author writes. */
export interface ArticleContent {
  readonly title: string
  readonly html: string
  /** Four at most, of small letters and digits. */
  readonly tags?: readonly string[]
  /** @default the beginning of the text */
  readonly description?: string
  /** The address of a picture. */
  readonly cover?: string
}

/** Names an article. */
export interface DevtoArticle {
  readonly id: number
  readonly url: string
}

export interface DevtoComment {
  /** As the API names it. */
  readonly id: string
  readonly url: string
}

/** An article as the Forem keeps it. Times are milliseconds since the epoch, whole seconds. */
export interface StoredArticle extends ArticleContent {
  readonly id: number
  /** Of its author. */
  readonly userId: number
  readonly slug: string
  readonly publishedAt: number
  readonly editedAt: number | null
  readonly isPublished: boolean
}

export interface StoredComment {
  readonly id: number
  readonly articleId: number
  readonly userId: number
  /** The comment that it answers; null for the article. */
  readonly parent: number | null
  readonly html: string
  readonly createdAt: number
  /** Deleted while others had answered it: its place is kept. */
  readonly isDeleted: boolean
}

export interface UserRecord {
  readonly id: number
  username: string
  profile: DevtoProfile
  isClosed: boolean
  /** Milliseconds since the epoch. */
  readonly joinedAt: number
  /** Of which articles are made when they are looked at. */
  readonly generated: GeneratedArticles[]
}

/** Articles that exist as a rule, not as objects. Their ids are one more from each to the next. */
export interface GeneratedArticles {
  readonly count: number
  readonly firstId: number
  make(index: number): StoredArticle
  countsOf(index: number): ArticleCounts
}

export interface ArticleCounts {
  readonly reactions: number
  readonly comments: number
}

/** The whole simulated Forem. */
export interface World {
  readonly clock: VirtualClock
  readonly seed: number
  readonly host: string
  readonly users: Map<number, UserRecord>
  /** What was written by hand, and what became of what was generated. */
  readonly articles: Map<number, StoredArticle>
  readonly comments: Map<number, StoredComment>
  /** Of people who are not simulated, by article. */
  readonly cheers: Map<number, ArticleCounts>
  /** Who has reacted, by article. */
  readonly reactions: Map<number, Set<number>>
  lastId: number
}

export function findUser(world: World, username: string): UserRecord | undefined {
  const name = username.toLowerCase()
  return [...world.users.values()].find((user) => user.username === name && !user.isClosed)
}

/** An article that anybody may read. */
export function findArticle(world: World, id: number): StoredArticle | null {
  const article = world.articles.get(id) ?? findGenerated(world, id)?.article
  if (!article?.isPublished || world.users.get(article.userId)?.isClosed !== false) return null
  return article
}

/** As it was generated, whatever became of it. */
function findGenerated(world: World, id: number): { article: StoredArticle; counts: ArticleCounts } | null {
  for (const { generated } of world.users.values()) {
    for (const block of generated) {
      const index = id - block.firstId
      if (index >= 0 && index < block.count) return { article: block.make(index), counts: block.countsOf(index) }
    }
  }
  return null
}

export function countsOf(world: World, { id }: StoredArticle): ArticleCounts {
  const made = findGenerated(world, id)?.counts
  const cheer = world.cheers.get(id)
  const written = [...world.comments.values()].filter(({ articleId, isDeleted }) => articleId === id && !isDeleted)
  return {
    reactions: (made?.reactions ?? 0) + (cheer?.reactions ?? 0) + (world.reactions.get(id)?.size ?? 0),
    comments: (made?.comments ?? 0) + (cheer?.comments ?? 0) + written.length,
  }
}

/** The published articles of a user, newest first. */
export function articlesOf(world: World, user: UserRecord): StoredArticle[] {
  const written = [...world.articles.values()].filter(({ userId }) => userId === user.id)
  const replaced = new Set(written.map(({ id }) => id))
  const made = user.generated.flatMap((block) =>
    Array.from({ length: block.count }, (_, index) => index)
      .filter((index) => !replaced.has(block.firstId + index))
      .map((index) => block.make(index)),
  )
  return [...written, ...made]
    .filter(({ isPublished }) => isPublished)
    .sort((a, b) => b.publishedAt - a.publishedAt || b.id - a.id)
}

/** The code of a comment, as Forem makes it of its id. */
export function codeOf(id: number): string {
  return id
    .toString(26)
    .replaceAll(/./g, (digit) => '1234567890abcdefghijklmnop'.charAt('0123456789abcdefghijklmnop'.indexOf(digit)))
}

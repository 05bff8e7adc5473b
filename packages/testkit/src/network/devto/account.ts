import { type GeneratedRange, type GenerateOptions, rangeOf, spreadOf } from '../generate-options.js'
import { seedOf } from '../seeded-random.js'
import { createGeneratedArticles } from './generated-articles.js'
import { slugOf } from './slug.js'
import {
  type ArticleContent,
  codeOf,
  type DevtoArticle,
  type DevtoComment,
  type DevtoProfile,
  findArticle,
  findUser,
  type StoredArticle,
  type StoredComment,
  type UserRecord,
  type World,
} from './world.js'

export interface ArticleOptions extends ArticleContent {
  /** When it was published, for articles from the past. Milliseconds since the epoch. @default now */
  readonly at?: number
}

export interface CommentOptions {
  /** The comment that it answers. @default the article itself */
  readonly replyTo?: DevtoComment
  /** Milliseconds since the epoch. @default now */
  readonly at?: number
}

/** Somebody on the simulated DEV. Each write takes a second of virtual time, since its answers have no finer times. */
export interface DevtoAccount {
  readonly id: number
  readonly username: string
  publish(article: ArticleOptions): DevtoArticle
  /** @throws Error when it is not there, or not by this account */
  edit(article: DevtoArticle, changes: Partial<ArticleContent>): DevtoArticle
  /** Takes an article back; it may be published again. */
  unpublish(article: DevtoArticle): void
  republish(article: DevtoArticle): void
  react(article: DevtoArticle): void
  comment(article: DevtoArticle, html: string, options?: CommentOptions): DevtoComment
  /** Where others have answered it, its place is kept. */
  deleteComment(comment: DevtoComment): void
  /** Adds many articles with made-up texts and counts. They take no memory: each is made when it is asked for. */
  generate(count: number, options?: GenerateOptions): GeneratedRange<DevtoArticle>
  update(profile: DevtoProfile): void
  /** The old username is free from then on. */
  rename(username: string): void
  /** For ever. */
  close(): void
}

export function createAccount(world: World, username: string, profile: DevtoProfile): DevtoAccount {
  const user: UserRecord = {
    id: nextId(world),
    username: checked(username),
    profile,
    isClosed: false,
    joinedAt: world.clock.now(),
    generated: [],
  }
  world.users.set(user.id, user)

  /** The moment of a write; without one of its own it takes a second. */
  function write(at?: number): number {
    if (at === undefined) void world.clock.advance(1000)
    const time = at ?? world.clock.now()
    if (!(time >= 0 && time <= world.clock.now())) throw new RangeError('An article is written now or in the past.')
    return Math.floor(time / 1000) * 1000
  }

  function own({ id }: DevtoArticle): StoredArticle {
    const article = world.articles.get(id) ?? findArticle(world, id)
    if (article?.userId !== user.id) throw new Error(`There is no article ${id} by ${user.username}.`)
    return article
  }

  function put(article: StoredArticle): DevtoArticle {
    world.articles.set(article.id, article)
    return toArticle(world, user, article)
  }

  return {
    id: user.id,
    get username() {
      return user.username
    },
    publish({ at, ...content }) {
      const publishedAt = write(at)
      const id = nextId(world)
      const slug = slugOf(content.title, id)
      return put({ ...content, id, slug, publishedAt, userId: user.id, editedAt: null, isPublished: true })
    },
    edit: (article, changes) => put({ ...own(article), ...changes, editedAt: write() }),
    unpublish: (article) => void put({ ...own(article), isPublished: false }),
    republish: (article) => void put({ ...own(article), isPublished: true }),
    react({ id }) {
      world.reactions.set(id, (world.reactions.get(id) ?? new Set()).add(user.id))
    },
    comment(article, html, { replyTo, at } = {}) {
      const parent = replyTo ? requireComment(world, replyTo).id : null
      const id = nextId(world)
      const createdAt = write(at)
      world.comments.set(id, { id, articleId: article.id, userId: user.id, parent, html, createdAt, isDeleted: false })
      return { id: codeOf(id), url: `${world.host}/${user.username}/comment/${codeOf(id)}` }
    },
    deleteComment(comment) {
      const found = requireComment(world, comment)
      if (found.userId !== user.id) throw new Error(`The comment ${comment.id} is not by ${user.username}.`)
      write()
      const isAnswered = [...world.comments.values()].some(({ parent }) => parent === found.id)
      if (isAnswered) world.comments.set(found.id, { ...found, isDeleted: true })
      else world.comments.delete(found.id)
    },
    generate(count, options = {}) {
      const firstId = world.lastId + 1
      world.lastId += count
      const seed = seedOf(world.seed, `${user.id}/${user.generated.length}`)
      const spread = spreadOf(count, options, world.clock.now())
      const block = createGeneratedArticles({ userId: user.id, firstId, seed, count, ...spread })
      user.generated.push(block)
      return rangeOf(count, (index) => toArticle(world, user, block.make(index)))
    },
    update(changes) {
      user.profile = { ...user.profile, ...changes }
    },
    rename(name) {
      if (findUser(world, name)) throw new Error(`The username ${name} is taken.`)
      user.username = checked(name)
    },
    close() {
      user.isClosed = true
    },
  }
}

function checked(username: string): string {
  if (!/^\w{2,30}$/.test(username)) throw new TypeError(`Not a username of DEV: ${username}.`)
  return username.toLowerCase()
}

function nextId(world: World): number {
  world.lastId += 1
  return world.lastId
}

function requireComment(world: World, { id }: DevtoComment): StoredComment {
  const found = [...world.comments.values()].find((comment) => codeOf(comment.id) === id)
  if (!found) throw new Error(`There is no comment ${id}.`)
  return found
}

function toArticle({ host }: World, { username }: UserRecord, { id, slug }: StoredArticle): DevtoArticle {
  return { id, url: `${host}/${username}/${slug}` }
}

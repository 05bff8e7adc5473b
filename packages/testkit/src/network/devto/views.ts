import { codeOf, countsOf, type StoredArticle, type StoredComment, type UserRecord, type World } from './world.js'

export type View = Readonly<Record<string, unknown>>

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `GET /api/users/:id` */
export function userView(world: World, user: UserRecord): View {
  const { name = user.username, summary = null, location = null } = user.profile
  return {
    type_of: 'user',
    id: user.id,
    username: user.username,
    name,
    summary,
    twitter_username: null,
    github_username: null,
    website_url: null,
    location,
    joined_at: `${dayOf(user.joinedAt)}, ${new Date(user.joinedAt).getUTCFullYear()}`,
    profile_image: avatarOf(world, user),
  }
}

/** One of `GET /api/articles`: without a body. */
export function listedView(world: World, article: StoredArticle): View {
  const { tags = [] } = article
  return {
    ...commonView(world, article),
    tag_list: tags,
    tags: tags.join(', '),
    user: authorView(world, article.userId),
  }
}

/** `GET /api/articles/:id`, in which `tags` and `tag_list` have changed places. */
export function singleView(world: World, article: StoredArticle): View {
  const { tags = [], html } = article
  return {
    ...commonView(world, article),
    tag_list: tags.join(', '),
    tags,
    body_html: html,
    body_markdown: textOf(html),
    user: authorView(world, article.userId),
  }
}

function commonView(world: World, article: StoredArticle): View {
  const { id, slug, title, html, cover = null, publishedAt, editedAt } = article
  const path = `/${world.users.get(article.userId)?.username}/${slug}`
  const { reactions, comments } = countsOf(world, article)
  const answered = [...world.comments.values()].filter(({ articleId }) => articleId === id)
  const text = textOf(html)
  return {
    type_of: 'article',
    id,
    title,
    description: article.description ?? (text.length > 100 ? `${text.slice(0, 97)}...` : text),
    readable_publish_date: dayOf(publishedAt),
    slug,
    path,
    url: world.host + path,
    comments_count: comments,
    public_reactions_count: reactions,
    collection_id: null,
    published_timestamp: instant(publishedAt),
    language: 'en',
    subforem_id: 1,
    positive_reactions_count: reactions,
    cover_image: cover,
    social_image: cover ?? `${world.host}/social_previews/article/${id}.png`,
    canonical_url: world.host + path,
    created_at: instant(publishedAt),
    edited_at: editedAt === null ? null : instant(editedAt),
    crossposted_at: null,
    published_at: instant(publishedAt),
    last_comment_at: instant(Math.max(publishedAt, ...answered.map(({ createdAt }) => createdAt))),
    reading_time_minutes: Math.max(1, Math.round(text.split(/\s+/).length / 275)),
  }
}

/** A comment with all that answers it. What was deleted has nobody. */
export function commentView(world: World, comment: StoredComment): View {
  const answers = [...world.comments.values()].filter(({ parent }) => parent === comment.id)
  return {
    type_of: 'comment',
    id_code: codeOf(comment.id),
    created_at: instant(comment.createdAt),
    body_html: comment.isDeleted ? '<p>[deleted]</p>' : comment.html,
    user: comment.isDeleted ? {} : authorView(world, comment.userId),
    children: answers.map((answer) => commentView(world, answer)),
  }
}

function authorView(world: World, id: number): View {
  const user = world.users.get(id)
  // Whoever closes an account leaves comments behind.
  if (!user || user.isClosed) return {}
  const { name = user.username } = user.profile
  const picture = avatarOf(world, user)
  return {
    name,
    username: user.username,
    twitter_username: null,
    github_username: null,
    user_id: user.id,
    website_url: null,
    profile_image: picture,
    profile_image_90: picture,
  }
}

function avatarOf({ host }: World, { id, profile }: UserRecord): string {
  return profile.avatar ?? `${host}/uploads/user/profile_image/${id}/picture.png`
}

function textOf(html: string): string {
  const words = html
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
  return words.replaceAll(/\s+/g, ' ').trim()
}

function dayOf(time: number): string {
  const date = new Date(time)
  return `${months[date.getUTCMonth()]} ${date.getUTCDate()}`
}

function instant(time: number): string {
  return new Date(Math.floor(time / 1000) * 1000).toISOString().replace('.000Z', 'Z')
}

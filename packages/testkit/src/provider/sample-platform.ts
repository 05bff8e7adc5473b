import type { PlatformAnswers } from './provider-suite-options.js'

/** A made-up platform for the suite's own tests: posts of one account, newest first, in pages. */
export interface SamplePost {
  readonly id: string
  readonly text: string
  readonly createdAt: string
  readonly likes: number
}

export const sampleNow = Date.parse('2026-03-05T00:00:00Z')

export const samplePosts: readonly SamplePost[] = ['e', 'd', 'c', 'b', 'a'].map((id, index) => ({
  ...{ id, text: `Post ${id}`, likes: index },
  createdAt: new Date(sampleNow - (index + 1) * 86_400_000).toISOString(),
}))

/** What somebody else has posted: it is in no list of the account. */
const postOfAnother = { ...samplePosts[0], id: 'z', text: 'Post z', by: 'u9' }

export interface SampleWorld {
  readonly posts?: readonly unknown[]
  /** The account is suspended: its posts cannot be read. */
  readonly hidden?: boolean
}

export function samplePlatform({ posts = samplePosts, hidden = false }: SampleWorld = {}): PlatformAnswers {
  const idOf = (post: unknown): string => (typeof post === 'object' && post && 'id' in post ? String(post.id) : '')
  const pageOf = (found: readonly unknown[], asked: URLSearchParams) => {
    const limit = Number(asked.get('limit'))
    const after = asked.get('after')
    const start = after === null ? 0 : found.findIndex((post) => idOf(post) === after) + 1
    const page = found.slice(start, start + limit)
    return { posts: page, next: start + limit < found.length ? idOf(page.at(-1)) : null }
  }
  return (request) => {
    const { pathname, searchParams } = new URL(request.url)
    if (pathname === '/users/ada') return Response.json({ id: 'u1', name: 'Ada', hidden })
    if (pathname === '/users/u1/posts' && !hidden) {
      return Response.json(pageOf(posts, searchParams))
    }
    if (pathname === '/search') {
      const words = searchParams.get('q')?.toLowerCase().split(' ') ?? []
      const textOf = (post: unknown): string =>
        typeof post === 'object' && post && 'text' in post ? String(post.text).toLowerCase() : ''
      const found = posts.filter((post) => words.every((word) => textOf(post).includes(word)) || textOf(post) === '7')
      return Response.json(pageOf(found, searchParams))
    }
    if (pathname === '/posts') {
      const ids = searchParams.get('ids')?.split(',') ?? []
      const shown = [...posts, postOfAnother].filter((post) => ids.includes(idOf(post)))
      return Response.json({ hidden, posts: hidden ? [] : shown })
    }
    return Response.json({ error: 'not found' }, { status: 404 })
  }
}

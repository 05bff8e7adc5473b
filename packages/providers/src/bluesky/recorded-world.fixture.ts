import { ada, recorded } from './scripted-appview.fixture.js'

interface Post {
  readonly uri: string
  readonly record: { readonly text: unknown; readonly createdAt: string }
  readonly indexedAt: string
}

interface FeedItem {
  readonly post: Post
  readonly reason?: { readonly uri: string }
}

interface ThreadNode {
  readonly $type: string
  readonly post: Post
  readonly replies?: readonly ThreadNode[]
}

export interface WorldOptions {
  /** Changes what the world shows of one post. */
  readonly spoil?: { readonly uri: string; readonly change: (post: Post) => object }
  /** Whether Ada's account is closed, and why. */
  readonly closed?: 'profile-deactivated' | 'profile-unknown-did'
}

/** Everything that Ada's feed holds, as a real server answered it over three pages. */
export const feed = [1, 2, 3].flatMap((page) => recorded(`author-feed-page-${page}`).body.feed) as FeedItem[]

const answered = recorded('post-thread').body.thread as ThreadNode

/** The thread below her first lesson, and one more reply to it. */
export const thread: ThreadNode = {
  ...answered,
  replies: [
    ...(answered.replies ?? []),
    {
      $type: 'app.bsky.feed.defs#threadViewPost',
      post: {
        ...answered.post,
        uri: answered.post.uri.replace(/.$/, 'z'),
        record: { text: 'One more', createdAt: '2026-11-21T05:58:50.900Z' },
        indexedAt: '2026-11-21T05:58:50.901Z',
      },
      replies: [],
    },
  ],
}

/** A small world made of recorded answers, which pages as the real server does. */
export function recordedWorld({ spoil, closed }: WorldOptions = {}): (request: Request) => Response {
  const show = (post: Post): object => (post.uri === spoil?.uri ? spoil.change(post) : post)
  const refuse = (error: string, message: string) => Response.json({ error, message }, { status: 400 })

  function showNode({ post, replies = [], ...rest }: ThreadNode): object {
    return { ...rest, post: show(post), replies: replies.map(showNode) }
  }

  const methods: Readonly<Record<string, (query: URLSearchParams) => Response>> = {
    'app.bsky.actor.getProfile': (query) => {
      if (![ada, 'ada.test'].includes(query.get('actor') ?? '')) return refuse('InvalidRequest', 'Profile not found')
      const { status = 200, body } = recorded(closed ?? 'profile')
      return Response.json(body, { status })
    },
    'app.bsky.feed.getAuthorFeed': (query) => {
      if (closed || query.get('actor') !== ada) return refuse('InvalidRequest', 'Profile not found')
      const start = Number(query.get('cursor') ?? 0)
      const end = start + Number(query.get('limit'))
      const page = feed.slice(start, end).map((item) => ({ ...item, post: show(item.post) }))
      return Response.json({ feed: page, ...(end < feed.length && { cursor: String(end) }) })
    },
    'app.bsky.feed.getPosts': (query) => {
      const asked = query.getAll('uris')
      const seen = feed
        .map(({ post }) => post)
        .filter(({ uri }) => asked.includes(uri) && !(closed && uri.includes(ada)))
      return Response.json({ posts: seen.map(show) })
    },
    'app.bsky.feed.getPostThread': (query) => {
      if (closed || query.get('uri') !== thread.post.uri) return refuse('NotFound', 'Post not found')
      return Response.json({ thread: showNode(thread) })
    },
    'com.atproto.repo.getRecord': (query) => {
      const uri = `at://${query.get('repo')}/${query.get('collection')}/${query.get('rkey')}`
      if (closed) return refuse('InvalidRequest', `Could not find repo: ${ada}`)
      const item = feed.find(({ reason }) => reason?.uri === uri)
      if (!item) return refuse('RecordNotFound', 'Could not locate record')
      return Response.json({ uri, value: { subject: { uri: item.post.uri } } })
    },
  }

  return ({ url }) => {
    const { origin, pathname, searchParams } = new URL(url)
    const method = methods[pathname.replace('/xrpc/', '')]
    if (origin !== 'https://public.api.bsky.app' || !method) return new Response(null, { status: 404 })
    return method(searchParams)
  }
}

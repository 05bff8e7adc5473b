import type { Blog, BlueskyAccount, BlueskyPost, Network } from '@socius/testkit/network'

/** Something published, as it has to be known in the end. */
export interface Truth {
  /** What its platform knows it by: a record's name, or an article's address. */
  readonly name: string
  /** The text of a post, the title of an article. */
  text: string
  /** Null where the platform counts nothing. */
  likes: number | null
  isLive: boolean
}

/** Somebody who publishes on the simulated network, and remembers what. */
export interface Author {
  readonly personId: string
  readonly platform: 'bluesky' | 'rss'
  readonly handle: string
  readonly truths: Truth[]
  publish(at?: number): void
  /** Each of these does nothing where the platform, or the author, has nothing to do it with. */
  edit(pick: Pick): void
  remove(pick: Pick): void
  cheer(pick: Pick): void
  rename(): void
  leave(): void
  comeBack(): void
  /** Removes nearly everything. */
  removeMost(): void
}

/** A whole number below a limit. */
export type Pick = (limit: number) => number

export function createBlueskyAuthor(network: Network, personId: string): Author & { readonly did: string } {
  const handle = `${personId}.test`
  const account: BlueskyAccount = network.bluesky.account(handle)
  const posts: { post: BlueskyPost; truth: Truth }[] = []
  const live = () => posts.filter(({ truth }) => truth.isLive)
  const chosen = (pick: Pick) => live()[pick(Math.max(1, live().length))]
  let isAway = false
  let renamed = 0
  const remove = (entry: (typeof posts)[number] | undefined) => {
    if (!entry || isAway) return
    account.delete(entry.post)
    entry.truth.isLive = false
  }
  return {
    personId,
    platform: 'bluesky',
    handle,
    did: account.did,
    truths: [],
    publish(at) {
      if (isAway) return
      const text = `Post ${posts.length} of ${personId} #learning`
      const post = account.post(text, at === undefined ? {} : { at })
      const truth = { name: post.uri, text, likes: 0, isLive: true }
      posts.push({ post, truth })
      this.truths.push(truth)
    },
    edit(pick) {
      const entry = chosen(pick)
      if (!entry || isAway) return
      entry.truth.text = `${entry.truth.text.split(', edited')[0]}, edited at ${network.clock.now()}`
      entry.post = account.edit(entry.post, entry.truth.text)
    },
    remove: (pick) => remove(chosen(pick)),
    cheer(pick) {
      const entry = chosen(pick)
      if (!entry) return
      const likes = 1 + pick(5)
      network.bluesky.cheer(entry.post, { likes })
      entry.truth.likes = (entry.truth.likes ?? 0) + likes
    },
    rename() {
      if (!isAway) account.rename(`${personId}-${++renamed}.test`)
    },
    leave() {
      if (!isAway) account.deactivate()
      isAway = true
    },
    comeBack() {
      if (isAway) account.reactivate()
      isAway = false
    },
    removeMost() {
      for (const entry of live().slice(1)) remove(entry)
    },
  }
}

/** A feed cannot tell of what is older than all that it lists: these are left alone. */
const kept = 2

export function createBlogAuthor(network: Network, personId: string): Author {
  const blog: Blog = network.rss.blog(`https://${personId}.example`, { window: 10_000 })
  const entries: { entry: ReturnType<Blog['publish']>; truth: Truth }[] = []
  const live = () => entries.filter(({ truth }, place) => place >= kept && truth.isLive)
  const chosen = (pick: Pick) => live()[pick(Math.max(1, live().length))]
  const nothing = () => undefined
  return {
    personId,
    platform: 'rss',
    handle: blog.feeds.rss,
    truths: [],
    publish(at) {
      const title = `Entry ${entries.length} of ${personId}`
      const entry = blog.publish({
        title,
        html: `<p>${title}</p>`,
        tags: ['learning'],
        ...(at === undefined ? {} : { at }),
      })
      const truth = { name: entry.url, text: title, likes: null, isLive: true }
      entries.push({ entry, truth })
      this.truths.push(truth)
    },
    edit(pick) {
      const found = chosen(pick)
      if (!found) return
      found.truth.text = `${found.truth.text.split(', edited')[0]}, edited at ${network.clock.now()}`
      found.entry = blog.edit(found.entry, { title: found.truth.text })
    },
    remove(pick) {
      const found = chosen(pick)
      if (!found) return
      blog.remove(found.entry)
      found.truth.isLive = false
    },
    cheer: nothing,
    rename: nothing,
    leave: nothing,
    comeBack: nothing,
    removeMost: nothing,
  }
}

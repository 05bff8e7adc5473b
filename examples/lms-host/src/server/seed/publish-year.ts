import type { Network } from '@socius/testkit/network'
import { createDice, type Dice } from './dice.ts'
import { moments } from './moments.ts'
import type { SeedPerson } from './people.ts'
import { posts } from './phrases.ts'
import { writeArticle, writeText } from './write-text.ts'

/** What somebody has published in a year, on every platform that they are on. */
export function publishYear(network: Network, person: SeedPerson, until: number): void {
  for (const { platform, handle } of person.accounts) {
    const dice = createDice(`${platform} of ${person.id}`)
    const at = (least: number, more: number) => moments(least + dice.below(more), until, dice.next)
    publish[platform]({ network, person, handle, dice, at })
  }
}

interface Year {
  readonly network: Network
  readonly person: SeedPerson
  readonly handle: string
  readonly dice: Dice
  /** So many moments of the year at least, and fewer than so many more. */
  at(least: number, more: number): number[]
}

const publish = {
  bluesky({ network, person, handle, dice, at }: Year) {
    const { name: displayName, headline: description } = person
    const account = network.bluesky.account(handle, { displayName, description })
    for (const moment of at(8, 36)) {
      const post = account.post(writeText(dice, posts), { at: moment })
      const likes = applause(dice)
      network.bluesky.cheer(post, { likes, reposts: Math.floor(likes / 8), replies: Math.floor(likes / 6) })
    }
  },
  mastodon({ network, person, handle, dice, at }: Year) {
    const { name: displayName, headline: note } = person
    const account = network.mastodon.account(handle, { displayName, note })
    for (const moment of at(6, 24)) {
      const status = account.post(writeText(dice, posts), { at: moment })
      const favourites = applause(dice)
      const boosts = Math.floor(favourites / 5)
      network.mastodon.cheer(status, { favourites, boosts, replies: Math.floor(favourites / 6) })
    }
  },
  devto({ network, person, handle, dice, at }: Year) {
    const account = network.devto.account(handle, { name: person.name, summary: person.headline })
    for (const moment of at(3, 6)) {
      const { title, html, tag } = writeArticle(dice)
      const article = account.publish({ title, html, tags: [tag], at: moment })
      const reactions = applause(dice)
      network.devto.cheer(article, { reactions, comments: Math.floor(reactions / 6) })
    }
  },
  rss({ network, person, handle, dice, at }: Year) {
    const blog = network.rss.blog(handle, { title: `${person.name} writes`, author: person.name, window: 20 })
    for (const moment of at(3, 8)) {
      const { title, html, tag } = writeArticle(dice)
      blog.publish({ title, html, tags: [tag], at: moment })
    }
  },
}

/** Mostly little, at times much. */
function applause(dice: Dice): number {
  return Math.floor(dice.next() ** 3 * 40)
}

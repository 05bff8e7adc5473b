import {
  type ActivityDraft,
  type LookupResult,
  type Provider,
  type ReaderName,
  type ReadPage,
} from '../src/provider.js'
import type { ListPlatform } from './list-provider.js'

/** One question that a platform is asked. */
export interface Question {
  readonly reader: ReaderName
  readonly account: string
  /** The how many-th question of its reader it is, from 1. */
  readonly number: number
}

/** What is done to a platform's answers. */
export interface Interference {
  /** Before the answer: throw to fail it, wait to delay it. */
  before?(question: Question): void | Promise<void>
  /** Instead of a page; `earlier` is the page that was given before it. */
  page?(
    question: Question,
    page: ReadPage<ActivityDraft>,
    earlier: ReadPage<ActivityDraft> | null,
  ): ReadPage<ActivityDraft>
  /** Instead of the answer to a look-up. */
  lookup?(question: Question, result: LookupResult): LookupResult
}

/** A platform whose every question can be seen and interfered with. */
export interface WatchedPlatform {
  readonly provider: Provider
  readonly questions: readonly Question[]
  /** The most questions that were open at one time about one account. */
  readonly mostAtOnce: number
  interfere(how: Interference): void
}

/** Watches a list: who is asked what, how many ask at once, and what goes wrong. */
export function watchPlatform({ provider }: ListPlatform): WatchedPlatform {
  const questions: Question[] = []
  const open = new Map<string, number>()
  const earlier = new Map<string, ReadPage<ActivityDraft>>()
  let interference: Interference = {}
  let mostAtOnce = 0

  async function ask<Answer>(reader: ReaderName, account: string, answer: () => Promise<Answer>) {
    const number = questions.filter((asked) => asked.reader === reader).length + 1
    const question = { reader, account, number }
    questions.push(question)
    open.set(account, (open.get(account) ?? 0) + 1)
    mostAtOnce = Math.max(mostAtOnce, open.get(account) ?? 0)
    try {
      await interference.before?.(question)
      return { question, answer: await answer() }
    } finally {
      open.set(account, (open.get(account) ?? 1) - 1)
    }
  }

  const { profile, activities, lookup, comments } = provider.readers
  if (!activities || !lookup || !comments) throw new Error('A list has all of them.')
  const watched: Provider = {
    ...provider,
    readers: {
      profile: async (options) => (await ask('profile', options.handle, () => profile(options))).answer,
      async activities(options) {
        const { externalId } = options.account
        const { question, answer } = await ask('activities', externalId, () => activities(options))
        const given = interference.page?.(question, answer, earlier.get(externalId) ?? null) ?? answer
        earlier.set(externalId, given)
        return given
      },
      async lookup(options) {
        const { question, answer } = await ask('lookup', options.account.externalId, () => lookup(options))
        return interference.lookup?.(question, answer) ?? answer
      },
      comments: async (options) => (await ask('comments', options.account.externalId, () => comments(options))).answer,
    },
  }
  return {
    provider: watched,
    questions,
    get mostAtOnce() {
      return mostAtOnce
    },
    interfere: (how) => {
      interference = how
    },
  }
}

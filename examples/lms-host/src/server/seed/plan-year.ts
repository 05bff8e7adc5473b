import { createDice } from './dice.ts'
import { moments } from './moments.ts'
import { people } from './people.ts'
import { programmePosts } from './phrases.ts'
import { lessons } from './programme.ts'
import { writeText } from './write-text.ts'

/** Something that a learner did here. */
export type Deed = { readonly at: number; readonly personId: string } & (
  | { readonly does: 'completes'; readonly lessonId: string }
  | { readonly does: 'writes'; readonly text: string }
)

const day = 24 * 60 * 60 * 1000

/** What learners have done here in the year before, in the order of time. */
export function planYear(until: number): Deed[] {
  const deeds = people.flatMap((person): Deed[] => {
    const dice = createDice(`year of ${person.id}`)
    const written = moments(1 + dice.below(6), until, dice.next).map((at): Deed => {
      return { at, personId: person.id, does: 'writes', text: writeText(dice, programmePosts) }
    })
    if (person.role === 'manager') return written
    // Everybody begins within two months and has a pace of their own; few have finished.
    const begin = until - 365 * day + dice.next() * 60 * day
    const pace = (16 + dice.next() * 50) * day
    const completed = lessons.flatMap((lesson, index): Deed[] => {
      const at = Math.floor(begin + (index + dice.next()) * pace)
      return at < until - 3_600_000 ? [{ at, personId: person.id, does: 'completes', lessonId: lesson.id }] : []
    })
    // The last lesson is left to everybody, and a few more to those whom the log-in page offers.
    const isOffered = person.id === 'maya-lindqvist' || person.id === 'kofi-mensah'
    const left = isOffered ? 7 : dice.next() < 0.3 ? 2 + dice.below(8) : lessons.length - 1
    return [...written, ...completed.slice(0, left)]
  })
  return deeds.toSorted((one, other) => one.at - other.at)
}

/** Pairs who know each other: some know many, most know a few. */
export function planConnections(): (readonly [string, string])[] {
  const dice = createDice('connections')
  return people.flatMap(({ id }, place) => {
    const others = people.slice(place + 1).map((person) => person.id)
    return dice.some(others, Math.floor(dice.next() ** 2 * 8)).map((other) => [id, other] as const)
  })
}

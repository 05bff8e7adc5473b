import { createDice } from './dice.ts'
import { people } from './people.ts'
import { comments } from './phrases.ts'
import { writeText } from './write-text.ts'

/** Something that others can answer. */
export interface Subject {
  readonly id: string
  readonly personId: string
  readonly at: number
}

/** A like, or a comment where there is a text. */
export interface Answer {
  readonly at: number
  readonly personId: string
  readonly subjectId: string
  readonly text: string | null
}

const day = 24 * 60 * 60 * 1000

/** What the others made of it. What lies far back is seldom looked at, so that little was answered there. */
export function planAnswers(subjects: readonly Subject[], until: number): Answer[] {
  const dice = createDice('answers')
  return subjects.flatMap(({ id: subjectId, personId: author, at }) => {
    const others = people.filter(({ id }) => id !== author)
    const liveliness = at > until - 60 * day ? 1 : 0.1
    const within = (days: number) => Math.min(until, at + Math.floor(dice.next() * days * day))
    const likes = dice.some(others, Math.floor(dice.next() ** 2 * 8 * liveliness)).map(({ id: personId }): Answer => {
      return { at: within(1), personId, subjectId, text: null }
    })
    const answered = dice.next() < 0.4 * liveliness ? 1 + dice.below(3) : 0
    const said = dice.some(others, answered).map(({ id: personId }): Answer => {
      return { at: within(2), personId, subjectId, text: writeText(dice, comments) }
    })
    return [...likes, ...said]
  })
}

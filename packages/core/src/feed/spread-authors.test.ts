import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Candidate, spreadAuthors } from './spread-authors.js'

const authors = fc.array(fc.constantFrom('ada', 'bob', 'cho', null), { maxLength: 80 })

describe('a page on which no author has too many lines', () => {
  it('takes in a beginning of the candidates, shows or holds each of them, and keeps their order', () => {
    const sizes = fc.record({
      limit: fc.integer({ min: 1, max: 20 }),
      perAuthor: fc.integer({ min: 1, max: 5 }),
      maxHeld: fc.nat(10),
    })
    fc.assert(
      fc.property(authors, sizes, (names, options) => {
        const candidates = names.map((author, place): Candidate => ({ id: String(place), author }))
        const { shown, held, taken } = spreadAuthors(candidates, options)
        const inOrder = [...shown, ...held].toSorted((one, other) => Number(one.id) - Number(other.id))
        expect(inOrder).toEqual(candidates.slice(0, taken))
        expect(shown).toEqual(candidates.filter((one) => shown.includes(one)))
        expect(held).toEqual(candidates.filter((one) => held.includes(one)))
        expect(shown.length).toBeLessThanOrEqual(options.limit)
        expect(held.length).toBeLessThanOrEqual(options.maxHeld)
        for (const name of ['ada', 'bob', 'cho']) {
          expect(shown.filter(({ author }) => author === name).length).toBeLessThanOrEqual(options.perAuthor)
        }
        // It moves on, and stops only when the page is full, or nobody else can wait.
        if (candidates.length > 0) expect(shown.length).toBeGreaterThan(0)
        if (taken < candidates.length) {
          expect(shown.length === options.limit || held.length === options.maxHeld).toBe(true)
        }
      }),
    )
  })
})

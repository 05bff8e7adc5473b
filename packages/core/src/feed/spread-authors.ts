/** A line of a feed that may have to wait for its turn. */
export interface Candidate {
  readonly id: string
  /** Who has published it; null is nobody's, and never waits. */
  readonly author: string | null
}

export interface Spread<Item> {
  /** What the page shows, in the order of the candidates. */
  readonly shown: readonly Item[]
  /** What waits for a later page, in the same order. */
  readonly held: readonly Item[]
  /** How many of the candidates were taken in; the others are left to the next page. */
  readonly taken: number
}

/**
 * Fills a page so that nobody has more than `perAuthor` lines on it. What is too much waits, and comes first on the next
 * page; candidates are taken in until the page is full or no more can wait.
 * @param candidates In the order of the feed, those that have waited first.
 */
export function spreadAuthors<Item extends Candidate>(
  candidates: readonly Item[],
  { limit, perAuthor, maxHeld }: { limit: number; perAuthor: number; maxHeld: number },
): Spread<Item> {
  const shown: Item[] = []
  const held: Item[] = []
  const perName = new Map<string, number>()
  let taken = 0
  for (const candidate of candidates) {
    if (shown.length === limit) break
    const { author } = candidate
    const count = author === null ? 0 : (perName.get(author) ?? 0)
    if (count < perAuthor) {
      shown.push(candidate)
      if (author !== null) perName.set(author, count + 1)
    } else {
      if (held.length === maxHeld) break
      held.push(candidate)
    }
    taken += 1
  }
  return { shown, held, taken }
}

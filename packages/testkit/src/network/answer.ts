/** What a simulated platform is asked. */
export interface Question {
  readonly method: string
  readonly url: URL
  readonly headers: Headers
}

/** A body that is a list: a fault can put its items in another order or spoil one. */
export interface ListBody {
  readonly length: number
  /**
   * @param order the indexes to show, in this order.
   * @param spoiled the index of an item to show malformed.
   */
  render(order: readonly number[], spoiled: number | null): string
}

/** What it answers, before any fault. */
export interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | ListBody
}

/** How a platform spoils what it says, each in its own format. */
export interface Spoiler {
  /** Its answer for a status that it did not mean to give. @param resetAt what it tells of the reset, if anything. */
  refuse(status: number, resetAt: number | null): Answer
  /** A whole document of its format that is not the one that was asked for. */
  wrongShape(url: URL): Answer
  /** A document of its format that is `depth` levels deep. */
  deep(url: URL, depth: number): Answer
}

/** One simulated platform. */
export interface Platform extends Spoiler {
  readonly name: PlatformName
  /** Whether the address is one of its own. */
  owns(url: URL): boolean
  answer(question: Question): Answer
  /** The address without what tells one page from the next. */
  withoutPage(url: URL): string
  /** Forgets how often it was asked. */
  reset(): void
}

export type PlatformName = 'bluesky' | 'rss' | 'mastodon' | 'devto'

export interface ListBodyOptions<Item> {
  readonly items: readonly Item[]
  readonly render: (items: readonly Item[]) => string
  readonly spoil: (item: Item) => Item
}

export function createListBody<Item>({ items, render, spoil }: ListBodyOptions<Item>): ListBody {
  return {
    length: items.length,
    render: (order, spoiled) =>
      render(
        order.flatMap((index) => {
          const item = items[index]
          return item === undefined ? [] : [index === spoiled ? spoil(item) : item]
        }),
      ),
  }
}

export function renderBody({ body }: Answer): string {
  return typeof body === 'string' ? body : body.render(indexesOf(body.length), null)
}

export function indexesOf(length: number): number[] {
  return Array.from({ length }, (_, index) => index)
}

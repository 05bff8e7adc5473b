interface Paged<Item> {
  readonly items: readonly Item[]
  readonly next: string | null
}

/** Every item of a list, page after page; `between` is called after each page but the last. */
export async function walkPages<Item>(
  page: (cursor: string | null) => Promise<Paged<Item>>,
  between: () => Promise<unknown> = () => Promise.resolve(),
): Promise<Item[]> {
  const items: Item[] = []
  for (let cursor: string | null = null, pages = 1; ; pages++) {
    const { items: found, next }: Paged<Item> = await page(cursor)
    items.push(...found)
    if (next === null) return items
    if (pages === 10_000) throw new Error('The list does not end.')
    cursor = next
    await between()
  }
}

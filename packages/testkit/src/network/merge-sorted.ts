/** Several sorted sources as one. */
export function* mergeSorted<Item>(
  sources: readonly Iterator<Item>[],
  comesFirst: (a: Item, b: Item) => boolean,
): Generator<Item> {
  const heads = sources.map((source) => source.next())
  for (;;) {
    let best = -1
    let first: Item | undefined
    heads.forEach((head, index) => {
      if (!head.done && (first === undefined || comesFirst(head.value, first))) {
        best = index
        first = head.value
      }
    })
    const source = sources[best]
    if (first === undefined || !source) return
    yield first
    heads[best] = source.next()
  }
}

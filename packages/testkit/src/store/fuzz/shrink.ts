/**
 * The shortest list that is found to fail still, by taking out ever smaller runs (delta debugging), and then parts of
 * what is left.
 * @param simplify Smaller forms of one item.
 * @param budget How often `fails` may be asked.
 */
export async function shrink<Item>(
  items: readonly Item[],
  options: {
    fails: (items: readonly Item[]) => Promise<boolean>
    simplify: (item: Item) => Iterable<readonly Item[]>
    budget: number
  },
): Promise<readonly Item[]> {
  let asked = 0
  const fails = async (candidate: readonly Item[]) => {
    asked += 1
    return asked <= options.budget && (await options.fails(candidate))
  }
  let current = await withoutRuns(items, fails)
  for (let changed = true; changed && asked < options.budget; ) {
    changed = false
    for (let position = 0; position < current.length; position++) {
      // A form that failed to fail is not tried again before the next round: one part less seldom makes it fail.
      for (let form = 0; ; ) {
        const simpler = await simplifyAt(current, position, form, options.simplify, fails)
        if (!simpler) break
        current = simpler.items
        form = simpler.form
        changed = true
      }
    }
    if (changed) current = await withoutRuns(current, fails)
  }
  return current
}

async function withoutRuns<Item>(
  items: readonly Item[],
  fails: (items: readonly Item[]) => Promise<boolean>,
): Promise<readonly Item[]> {
  let current = items
  for (let size = Math.ceil(current.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < current.length; ) {
      const candidate = [...current.slice(0, start), ...current.slice(start + size)]
      if (candidate.length < current.length && (await fails(candidate))) current = candidate
      else start += size
    }
  }
  return current
}

async function simplifyAt<Item>(
  items: readonly Item[],
  position: number,
  firstForm: number,
  simplify: (item: Item) => Iterable<readonly Item[]>,
  fails: (items: readonly Item[]) => Promise<boolean>,
): Promise<{ items: readonly Item[]; form: number } | undefined> {
  const item = items[position]
  if (item === undefined) return undefined
  let form = -1
  for (const replacement of simplify(item)) {
    form += 1
    if (form < firstForm) continue
    const candidate = [...items.slice(0, position), ...replacement, ...items.slice(position + 1)]
    if (await fails(candidate)) return { items: candidate, form }
  }
  return undefined
}

/** The value with one element of one of its lists, or one entry of one of its objects, taken out, or one value made null. */
export function* smaller(value: unknown): Iterable<unknown> {
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) yield value.toSpliced(i, 1)
    for (let i = 0; i < value.length; i++) for (const part of smaller(value[i])) yield value.with(i, part)
  } else if (typeof value === 'object' && value !== null) {
    for (const name of Object.keys(value)) {
      yield Object.fromEntries(Object.entries(value).filter(([other]) => other !== name))
    }
    for (const [name, part] of Object.entries(value)) {
      for (const less of smaller(part)) yield { ...value, [name]: less }
    }
  } else if (value !== null) {
    yield null
  }
}

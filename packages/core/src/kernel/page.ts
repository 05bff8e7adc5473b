/** One page of a longer list. */
export interface Page<Item> {
  readonly items: Item[]
  /** Pass it as `cursor` to read on; `null` when there is nothing more. */
  readonly next: string | null
}

/** The largest page that any read gives. */
export const maxPageSize = 100

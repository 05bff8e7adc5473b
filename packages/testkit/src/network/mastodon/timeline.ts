import { mergeSorted } from '../merge-sorted.js'
import type { GeneratedStatuses } from './generated-statuses.js'
import { isHigher, timeOfSnowflake } from './snowflake.js'
import type { StoredStatus } from './status.js'

/** All that one account has published, by id. */
export interface Timeline {
  readonly size: number
  has(id: string): boolean
  find(id: string): StoredStatus | null
  /** Which of the generated ones it is, deleted or not. */
  findGenerated(id: string): { readonly block: GeneratedStatuses; readonly index: number } | null
  /** Adds a status, or puts another version in the place of one that is there. */
  put(status: StoredStatus): void
  remove(id: string): void
  generate(block: GeneratedStatuses): void
  readonly blocks: number
  /** Highest id first. @param below only what is lower; null for all */
  newestFirst(below: string | null): Generator<StoredStatus>
}

export function createTimeline(): Timeline {
  // Lowest id first.
  const written: StoredStatus[] = []
  const blocks: GeneratedStatuses[] = []
  // What became of generated ones: another version, or null for none.
  const changed = new Map<string, StoredStatus | null>()

  function placeOf(id: string): number {
    let low = 0
    let high = written.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const status = written[middle]
      if (status && isHigher(id, status.id)) low = middle + 1
      else high = middle
    }
    return low
  }

  function findGenerated(id: string) {
    for (const block of blocks) {
      const index = block.indexOf(id)
      if (index !== null) return { block, index }
    }
    return null
  }

  function made(block: GeneratedStatuses, index: number): StoredStatus | null {
    const other = changed.get(block.idOf(index))
    return other === undefined ? block.make(index) : other
  }

  function find(id: string): StoredStatus | null {
    const status = written[placeOf(id)]
    if (status?.id === id) return status
    const place = findGenerated(id)
    return place && made(place.block, place.index)
  }

  function* writtenBelow(below: string | null): Generator<StoredStatus> {
    for (let place = (below === null ? written.length : placeOf(below)) - 1; place >= 0; place -= 1) {
      const status = written[place]
      if (status) yield status
    }
  }

  function* generatedBelow(block: GeneratedStatuses, below: string | null): Generator<StoredStatus> {
    const time = below === null ? null : (timeOfSnowflake(below) ?? 0)
    for (let index = (time === null ? block.count : block.countUntil(time)) - 1; index >= 0; index -= 1) {
      const status = made(block, index)
      if (status && (below === null || isHigher(below, status.id))) yield status
    }
  }

  return {
    get size() {
      const removed = [...changed.values()].filter((status) => status === null).length
      return written.length + blocks.reduce((sum, block) => sum + block.count, 0) - removed
    },
    get blocks() {
      return blocks.length
    },
    has: (id) => written[placeOf(id)]?.id === id || findGenerated(id) !== null,
    find,
    findGenerated,
    put(status) {
      const place = placeOf(status.id)
      if (findGenerated(status.id)) changed.set(status.id, status)
      else written.splice(place, written[place]?.id === status.id ? 1 : 0, status)
    },
    remove(id) {
      const place = placeOf(id)
      if (findGenerated(id)) changed.set(id, null)
      else if (written[place]?.id === id) written.splice(place, 1)
    },
    generate: (block) => void blocks.push(block),
    newestFirst: (below) =>
      mergeSorted([writtenBelow(below), ...blocks.map((block) => generatedBelow(block, below))], (a, b) =>
        isHigher(a.id, b.id),
      ),
  }
}

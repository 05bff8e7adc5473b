/** A place in the event log: everything up to this event of this entry of this batch has been seen. */
export interface Place {
  readonly batch: number
  readonly seq: number
  /** Which event of the entry; entries of an earlier sort come before all of them. */
  readonly index: number
}

/** The place before everything in a batch: no entry has the number 0. */
export function beginningOf(batch: number): Place {
  return { batch, seq: 0, index: 0 }
}

export function isBefore(one: Place, other: Place): boolean {
  if (one.batch !== other.batch) return one.batch < other.batch
  if (one.seq !== other.seq) return one.seq < other.seq
  return one.index < other.index
}

export function later(one: Place, other: Place): Place {
  return isBefore(one, other) ? other : one
}

export function formatPlace({ batch, seq, index }: Place): string {
  return `${batch}.${seq}.${index}`
}

/** The place that an id stands for; null when it is none. */
export function parsePlace(id: string): Place | null {
  const match = /^(0|[1-9]\d{0,15})\.(0|[1-9]\d{0,15})\.(0|[1-9]\d{0,8})$/.exec(id)
  if (!match) return null
  const [batch = Number.NaN, seq = Number.NaN, index = Number.NaN] = match.slice(1).map(Number)
  return Number.isSafeInteger(batch) && Number.isSafeInteger(seq) ? { batch, seq, index } : null
}

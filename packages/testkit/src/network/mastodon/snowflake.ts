/**
 * The id of a status: the moment it was written in milliseconds, and 16 bits that tell those of one moment apart, as
 * Mastodon makes it (`timestamp_id`). Ids of a higher moment are higher.
 */
export function snowflakeOf(time: number, sequence: number): string {
  return ((BigInt(Math.floor(time)) << 16n) | BigInt(sequence & 0xffff)).toString()
}

/** The moment of an id, in milliseconds since the epoch; null for what is no id. */
export function timeOfSnowflake(id: string): number | null {
  return /^\d{1,19}$/.test(id) ? Number(BigInt(id) >> 16n) : null
}

/** Whether one id is higher than another. */
export function isHigher(one: string, other: string): boolean {
  return one.length === other.length ? one > other : one.length > other.length
}

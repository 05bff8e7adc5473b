import type { SeededRandom } from '../seeded-random.js'

/** Who knows whom: undirected, without doubles. */
export interface Connections {
  readonly count: number
  /** The two people of each connection; `low[i] < high[i]`. */
  readonly low: Uint32Array
  readonly high: Uint32Array
}

export interface ConnectOptions {
  readonly people: number
  readonly mean: number
  readonly random: SeededRandom
}

// The tail of the degrees: a few have very many. The exponent gives a mean of about 1.8 times the least.
const exponent = 2.1
const mostToLeast = 40

/** How many connections each person should have: Pareto, none above 40 times the least, with the given mean. */
function drawDegrees({ people, mean, random }: ConnectOptions): Uint32Array {
  const shares = Float64Array.from({ length: people }, () =>
    Math.min(mostToLeast, (1 - random.fraction()) ** (-1 / exponent)),
  )
  const scale = (mean * people) / shares.reduce((sum, share) => sum + share, 0)
  const most = Math.max(0, people - 1)
  const degrees = new Uint32Array(people)
  // What rounding takes from one it gives to the next.
  let owed = 0
  shares.forEach((share, person) => {
    owed += share * scale
    degrees[person] = Math.min(most, Math.max(0, Math.round(owed)))
    owed -= degrees[person] ?? 0
  })
  return degrees
}

// Ends that met themselves or met twice are mixed and tried again; what is left after this many rounds is dropped.
const rounds = 12

/** Joins people at random so that each has as many connections as drawn, but for a few of the largest. */
export function connect(options: ConnectOptions): Connections {
  const { people, random } = options
  const degrees = drawDegrees(options)
  let ends = new Uint32Array(degrees.reduce((sum, degree) => sum + degree, 0))
  let filled = 0
  degrees.forEach((degree, person) => {
    ends.fill(person, filled, filled + degree)
    filled += degree
  })
  const most = ends.length >>> 1
  const low = new Uint32Array(most)
  const high = new Uint32Array(most)
  const known = createPairSet(most, people)
  let count = 0
  for (let round = 0; round < rounds && ends.length > 1; round += 1) {
    shuffle(ends, random)
    let left = 0
    for (let i = 0; i + 1 < ends.length; i += 2) {
      const a = ends[i] ?? 0
      const b = ends[i + 1] ?? 0
      if (a !== b && known.add(Math.min(a, b), Math.max(a, b))) {
        low[count] = Math.min(a, b)
        high[count] = Math.max(a, b)
        count += 1
      } else {
        ends[left++] = a
        ends[left++] = b
      }
    }
    ends = ends.slice(0, left)
  }
  return { count, low: low.subarray(0, count), high: high.subarray(0, count) }
}

function shuffle(list: Uint32Array, random: SeededRandom): void {
  for (let i = list.length - 1; i > 0; i -= 1) {
    const other = random.below(i + 1)
    const held = list[i] ?? 0
    list[i] = list[other] ?? 0
    list[other] = held
  }
}

/** A set of pairs in one typed array (open addressing): a Set of millions of numbers takes ten times as much. */
function createPairSet(most: number, people: number): { add(low: number, high: number): boolean } {
  const size = 2 ** Math.ceil(Math.log2(Math.max(2, most * 2)))
  const slots = new Float64Array(size).fill(-1)
  return {
    add(low, high) {
      const key = low * people + high
      let slot = (Math.imul(low, 0x9e3779b1) ^ Math.imul(high, 0x85ebca77)) >>> 0
      slot = ((slot ^ (slot >>> 15)) >>> 0) % size
      for (;;) {
        const held = slots[slot]
        if (held === key) return false
        if (held === -1) break
        slot = (slot + 1) % size
      }
      slots[slot] = key
      return true
    },
  }
}

import { awkwardTexts } from '../awkward-texts.js'
import type { FuzzCollectionName } from './fuzz-collections.js'
import type { Random } from './random.js'

/** Few, so that rows meet each other; the awkward ones among them differ only in ways that engines like to overlook. */
const ids = [
  'a',
  'A',
  'a ',
  '\u00e1',
  'b',
  'c',
  'd',
  'e',
  '100%',
  '1000',
  'x_y',
  'xay',
  "o'k",
  '\ufffd',
  '\u{1f600}',
  'zz',
]

/** Where most texts come from, for the same reason. */
const frequentTexts = ['', 'a', 'A', 'a ', '\u00e1', 'ab', 'a%b', 'a_b', 'axb', '\ufffd', '\u{1f600}', 'z']

/** An engine that reads `%` and `_` as wildcards finds other texts and ids with these. */
const wildcardPrefixes = ['a%', 'a_', '%', '_', '100%', 'x_', '\\']

const words = [
  'plain',
  'Plain',
  'pl\u00e1in',
  'word',
  'words',
  'or',
  'and',
  'the',
  'a',
  'node.js',
  '\u5927\u5b66',
  '3.14',
]

const integers = [0, 1, -1, 2, 9, 10, 255, 2 ** 31, -(2 ** 31) - 1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]

const numbers = [0, 0.1, 0.1 + 0.2, 0.3, -1.5, 1 / 3, 1e-7, 1e21, Math.PI, -1.7976931348623157e308, 2.5e-308]

const instants = [0, 1, 999, 1000, -1, 1_700_000_000_122, 1_700_000_000_123, 1_700_000_000_124, 253_402_300_799_999]

const documents: readonly unknown[] = [
  {},
  [],
  '',
  'text',
  0,
  false,
  [1, [null, { a: 'b' }]],
  { b: 1, a: [true, null], '%': "'" },
  { '\u{1f600}': '\u0000\ufffd' },
]

/** A value for the field of that name, null included where the field takes it. */
export function randomValue(random: Random, collection: FuzzCollectionName, field: string): unknown {
  if (isNullable(collection, field) && random.chance(0.25)) return null
  return randomPresent(random, field)
}

/** A value that is not null. */
export function randomPresent(random: Random, field: string): string | number | boolean {
  switch (field) {
    case 'id':
    case 'owner':
    case 'fromId':
    case 'toId':
    case 'subject':
      return random.pick(ids)
    case 'title':
    case 'body':
      return random.chance(0.5) ? randomText(random) : random.several(1, 4, () => random.pick(words)).join(' ')
    case 'level':
    case 'hits':
      return random.integer(7) - 2
    case 'size':
      return random.pick(integers)
    case 'weight':
      return random.integer(17) / 4 - 2
    case 'ratio':
      return random.pick(numbers)
    case 'open':
    case 'checked':
      return random.chance(0.5)
    case 'at':
    case 'doneAt':
    case 'seenAt':
      return random.pick(instants)
    case 'hash':
      return random.pick(['', 'h', 'H', 'h ', 'i'])
    default:
      return randomText(random)
  }
}

function randomText(random: Random): string {
  if (random.chance(0.7)) return random.pick(frequentTexts)
  return random.several(1, 3, () => random.pick(awkwardTexts)).join('')
}

/** The beginning of a text that rows may hold. */
export function randomPrefix(random: Random, field: string): string {
  if (random.chance(0.3)) return random.pick(wildcardPrefixes)
  const signs = [...String(randomPresent(random, field))]
  return signs.slice(0, random.integer(signs.length + 1)).join('')
}

/** What somebody types into a search box. */
export function randomSearch(random: Random): string {
  return random.several(1, 2, () => random.pick(words)).join(random.pick([' ', ', ', ' + ']))
}

/** A whole row. */
export function randomRow(random: Random, collection: FuzzCollectionName): Record<string, unknown> {
  return Object.fromEntries(rowFields[collection].map((field) => [field, randomCell(random, collection, field)]))
}

/** A value for any field, opaque ones included. */
export function randomCell(random: Random, collection: FuzzCollectionName, field: string): unknown {
  if (field === 'data') return random.chance(0.3) ? null : random.pick(documents)
  return randomValue(random, collection, field)
}

const rowFields: Readonly<Record<FuzzCollectionName, readonly string[]>> = {
  item: [
    ...['id', 'owner', 'label', 'title', 'body', 'level', 'size', 'weight', 'ratio', 'open', 'checked', 'at', 'doneAt'],
    ...['data', 'hash', 'hits', 'seenAt'],
  ],
  edge: ['id', 'fromId', 'toId', 'note', 'level'],
  entry: ['id', 'subject', 'level', 'data'],
}

const nullable: Readonly<Record<FuzzCollectionName, ReadonlySet<string>>> = {
  item: new Set(['label', 'body', 'level', 'weight', 'ratio', 'checked', 'doneAt', 'hash', 'seenAt']),
  edge: new Set(['note', 'level']),
  entry: new Set(['level']),
}

function isNullable(collection: FuzzCollectionName, field: string): boolean {
  return nullable[collection].has(field)
}

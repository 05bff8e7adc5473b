import type { CollectionShape, FieldKind, StoredRow } from '@socius/core/store'
import { type FaultyMembers, mutant, type StoreMutant } from './store-mutant.js'

type ChangeValue = (value: unknown) => unknown

/** Values of these kinds change on their way in. */
function writing(kinds: readonly FieldKind[], change: ChangeValue): FaultyMembers {
  const rows = (shape: CollectionShape, list: readonly StoredRow[]) =>
    list.map((row) => changed(shape, row, kinds, change))
  return (good) => ({
    insert: (plan) => good.insert({ ...plan, rows: rows(plan.collection, plan.rows) }),
    upsert: (plan) => good.upsert({ ...plan, rows: rows(plan.collection, plan.rows) }),
    update: (plan) => good.update({ ...plan, set: changed(plan.collection, plan.set, kinds, change) }),
  })
}

/** Values of these kinds change on their way out. */
function reading(kinds: readonly FieldKind[], change: ChangeValue): FaultyMembers {
  return (good) => ({
    async get(plan) {
      return (await good.get(plan)).map((row) => changed(plan.collection, row, kinds, change))
    },
    async query(plan) {
      return (await good.query(plan)).map((row) => changed(plan.collection, row, kinds, change))
    },
  })
}

function changed(shape: CollectionShape, row: StoredRow, kinds: readonly FieldKind[], change: ChangeValue): StoredRow {
  const entries = Object.entries(row).map(([name, value]) => {
    const field = shape.fields.find((candidate) => candidate.name === name)
    const affected = field && kinds.includes(field.kind) && name !== 'id' && name !== 'tenant' && value !== null
    return [name, affected ? change(value) : value] as const
  })
  return Object.fromEntries(entries)
}

const text =
  (change: (value: string) => string): ChangeValue =>
  (value) =>
    typeof value === 'string' ? change(value) : value
const number =
  (change: (value: number) => number): ChangeValue =>
  (value) =>
    typeof value === 'number' ? change(value) : value

export const valueMutants: readonly StoreMutant[] = [
  mutant(
    1,
    'milliseconds lost',
    writing(
      ['instant'],
      number((value) => Math.floor(value / 1000) * 1000),
    ),
  ),
  mutant(
    1,
    'instants before 1970 lost',
    writing(
      ['instant'],
      number((value) => Math.max(0, value)),
    ),
  ),
  mutant(1, 'numbers of single precision', writing(['number'], number(Math.fround))),
  mutant(
    1,
    'integers of 32 bits',
    writing(
      ['integer'],
      number((value) => value | 0),
    ),
  ),
  mutant(
    1,
    'booleans come back as numbers',
    reading(['boolean'], (value) => Number(value)),
  ),
  mutant(
    1,
    'json comes back as text',
    reading(['json'], (value) => JSON.stringify(value)),
  ),
  mutant(
    1,
    'text is trimmed',
    writing(
      ['string'],
      text((value) => value.trimEnd()),
    ),
  ),
  mutant(
    1,
    'text is normalised',
    writing(
      ['string'],
      text((value) => value.normalize('NFC')),
    ),
  ),
  mutant(
    1,
    'text loses what is beyond three bytes',
    writing(
      ['string'],
      text((value) => value.replace(/[\u{10000}-\u{10ffff}]/gu, '?')),
    ),
  ),
  mutant(
    1,
    'text is cut',
    writing(
      ['string'],
      text((value) => value.slice(0, 65_535)),
    ),
    ['suite'],
  ),
  mutant(1, 'null text comes back empty', (good) => ({
    async query(plan) {
      const texts = plan.collection.fields.filter((field) => field.kind === 'string').map((field) => field.name)
      const rows = await good.query(plan)
      return rows.map((row) =>
        Object.fromEntries(
          Object.entries(row).map(([name, value]) => [name, value === null && texts.includes(name) ? '' : value]),
        ),
      )
    },
  })),
  mutant(
    1,
    'what is handed out stays shared',
    (good) => {
      const shared = new Map<string, unknown>()
      return {
        async get(plan) {
          const rows = await good.get(plan)
          return rows.map((row) => {
            const key = JSON.stringify(row)
            if (!shared.has(key)) shared.set(key, row['tags'])
            return 'tags' in row ? { ...row, tags: shared.get(key) } : row
          })
        },
      }
    },
    ['suite'],
  ),
]

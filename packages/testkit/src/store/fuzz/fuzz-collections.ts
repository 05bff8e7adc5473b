import { instant, reference } from '@socius/core'
import { type Collection, type CollectionShape, defineCollection } from '@socius/core/store'
import * as z from 'zod'

/** A collection that steps name by `name`; rows are plain data here, so their types are of no use. */
export type FuzzCollection = Collection<{ id: string }>

const item = defineCollection('fuzz_item', {
  schema: z.object({
    id: reference(),
    owner: reference(),
    label: z.nullable(reference()),
    title: z.string(),
    body: z.string().nullable(),
    level: z.int().nullable(),
    size: z.int(),
    weight: z.number().nullable(),
    ratio: z.number().nullable(),
    open: z.boolean(),
    checked: z.boolean().nullable(),
    at: instant(),
    doneAt: z.nullable(instant()),
    data: z.unknown().nullable(),
    hash: z.string().nullable(),
    hits: z.int(),
    seenAt: z.nullable(instant()),
  }),
  compare: 'hash',
  keep: ['hits', 'seenAt'],
  search: ['title', 'body'],
  indexes: [
    ['at', 'id'],
    ['owner', 'at', 'id'],
    ['label', 'level'],
  ],
})

const edge = defineCollection('fuzz_edge', {
  schema: z.object({
    id: reference(),
    fromId: reference(),
    toId: reference(),
    note: z.string().nullable(),
    level: z.int().nullable(),
  }),
  indexes: [['fromId', 'toId']],
})

const entry = defineCollection('fuzz_entry', {
  schema: z.object({
    id: reference(),
    position: z.int(),
    subject: reference(),
    level: z.int().nullable(),
    data: z.unknown().nullable(),
  }),
  sequence: 'position',
  indexes: [['subject', 'position']],
  acrossTenants: [['position']],
})

export type FuzzCollectionName = 'item' | 'edge' | 'entry'

// Steps are data that was made for these collections; core checks every row and filter once more.
export const fuzzCollections: Readonly<Record<FuzzCollectionName, FuzzCollection>> = {
  item: item as unknown as FuzzCollection,
  edge: edge as unknown as FuzzCollection,
  entry: entry as unknown as FuzzCollection,
}

/** What a fuzz prepares. */
export const fuzzShapes: readonly CollectionShape[] = [item.shape, edge.shape, entry.shape]

/** What can be done with the fields of a collection. */
export interface FuzzFields {
  readonly strings: readonly string[]
  readonly scalars: readonly string[]
  /** Fields of small numbers, which can be summed and added to without rounding. */
  readonly summable: readonly string[]
  /** Fields that an update may set. */
  readonly settable: readonly string[]
}

export const fuzzFields: Readonly<Record<FuzzCollectionName, FuzzFields>> = {
  item: {
    strings: ['id', 'owner', 'label', 'title', 'body', 'hash'],
    scalars: [
      ...['id', 'owner', 'label', 'title', 'body', 'level', 'size', 'weight', 'ratio', 'open', 'checked'],
      ...['at', 'doneAt', 'hash', 'hits', 'seenAt'],
    ],
    summable: ['level', 'weight', 'hits'],
    settable: [
      ...['owner', 'label', 'level', 'size', 'weight', 'ratio', 'open', 'checked', 'at', 'doneAt', 'data', 'hash'],
      ...['hits', 'seenAt'],
    ],
  },
  edge: {
    strings: ['id', 'fromId', 'toId', 'note'],
    scalars: ['id', 'fromId', 'toId', 'note', 'level'],
    summable: ['level'],
    settable: ['fromId', 'toId', 'note', 'level'],
  },
  entry: {
    strings: ['id', 'subject'],
    // The position is each store's own: it orders rows, but its values say nothing.
    scalars: ['id', 'subject', 'level'],
    summable: ['level'],
    settable: ['subject', 'level', 'data'],
  },
}

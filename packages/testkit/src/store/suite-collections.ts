import { instant, reference } from '@socius/core'
import { type CollectionShape, defineCollection, type RowOf } from '@socius/core/store'
import * as z from 'zod'

/** Every kind of field, nullable and not; `hash` decides whether an upsert touches a row. */
export const notes = defineCollection('suite_note', {
  schema: z.object({
    id: reference(),
    authorId: reference(),
    label: z.string().nullable(),
    title: z.string(),
    text: z.string().nullable(),
    rank: z.int().nullable(),
    size: z.int(),
    score: z.number().nullable(),
    pinned: z.boolean(),
    hidden: z.boolean().nullable(),
    at: instant(),
    seenAt: z.nullable(instant()),
    tags: z.array(z.string()),
    extra: z.unknown().nullable(),
    hash: z.string().nullable(),
    views: z.int(),
    firstSeenAt: z.nullable(instant()),
  }),
  compare: 'hash',
  keep: ['views', 'firstSeenAt'],
  search: ['title', 'text'],
  indexes: [
    ['at', 'id'],
    ['authorId', 'at', 'id'],
    ['label', 'id'],
  ],
})

export type Note = RowOf<typeof notes>

/** A note with harmless values where none are given. */
export function aNote(id: string, values: Partial<Note> = {}): Note {
  return {
    id,
    authorId: 'author',
    label: null,
    title: 'Title',
    text: null,
    rank: null,
    size: 0,
    score: null,
    pinned: false,
    hidden: null,
    at: 1_700_000_000_000,
    seenAt: null,
    tags: [],
    extra: null,
    hash: 'first',
    views: 0,
    firstSeenAt: null,
    ...values,
  }
}

/** Edges between authors, for sub-selects. No `compare`: an upsert touches every row. */
export const ties = defineCollection('suite_tie', {
  schema: z.object({
    id: reference(),
    fromId: reference(),
    toId: reference(),
    kind: z.string(),
    note: z.string().nullable(),
  }),
  indexes: [['fromId', 'toId']],
})

export type Tie = RowOf<typeof ties>

export function aTie(id: string, values: Partial<Tie> = {}): Tie {
  return { id, fromId: 'from', toId: 'to', kind: 'connection', note: null, ...values }
}

/** A numbered log. */
export const entries = defineCollection('suite_entry', {
  schema: z.object({ id: reference(), position: z.int(), subject: reference(), payload: z.unknown().nullable() }),
  sequence: 'position',
  indexes: [['subject', 'position']],
  acrossTenants: [['position']],
})

export type Entry = RowOf<typeof entries>

/** The position is the store's to give: what stands here must be ignored. */
export function anEntry(id: string, values: Partial<Entry> = {}): Entry {
  return { id, position: -1, subject: 'subject', payload: null, ...values }
}

/** A work queue. */
export const jobs = defineCollection('suite_job', {
  schema: z.object({
    id: reference(),
    state: reference(),
    dueAt: instant(),
    worker: z.string().nullable(),
    attempts: z.int(),
    result: z.unknown().nullable(),
  }),
  indexes: [['state', 'dueAt', 'id']],
  acrossTenants: [['state', 'dueAt']],
})

export type Job = RowOf<typeof jobs>

export function aJob(id: string, values: Partial<Job> = {}): Job {
  return { id, state: 'waiting', dueAt: 0, worker: null, attempts: 0, result: null, ...values }
}

/** What the suite prepares before its first case. */
export const suiteCollections: readonly CollectionShape[] = [notes.shape, ties.shape, entries.shape, jobs.shape]

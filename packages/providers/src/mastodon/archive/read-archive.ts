import {
  type ActivityDraft,
  type ArchiveFile,
  type ArchiveOptions,
  type ArchiveReader,
  type Clock,
  type RejectedItem,
  SociusError,
  throwIfAborted,
} from '@socius/core/provider'
import type * as z from 'zod'
import { describeMismatch } from '../../drafts/describe-mismatch.js'
import { parseJsonText } from '../../http/index.js'
import { draftOfEntry, itemIdOf } from './map-entry.js'
import { type Actor, actorSchema, entrySchema, outboxSchema } from './schemas.js'

const names = ['actor.json', 'outbox.json'] as const

// Characters, and entries: a hundred thousand posts are more than the busiest have written.
const longestFile = 400_000_000
const mostEntries = 500_000

/**
 * Reads the archive that a member asks for under "Import and export". Who it is of stands in one file and what they have
 * written in another, each whole JSON, so both are held until the last item has been given.
 */
export function createArchiveReader(clock: Pick<Clock, 'now'>): ArchiveReader {
  return {
    files: names,
    note:
      'From "Import and export", "Request your archive", unpacked. Posts, replies, polls, quotes and boosts that anybody ' +
      'could see are read. What only followers or the people named could see is passed over: no later look-up would show ' +
      'it, so it would be taken for deleted. Pictures lie in the archive and have no address.',
    read: (options) => readArchive(options, clock.now()),
  }
}

async function* readArchive(
  { account, files, signal }: ArchiveOptions,
  now: number,
): AsyncGenerator<ActivityDraft | RejectedItem> {
  const texts = await collect(files, signal)
  const actor = parse(texts, 'actor.json', actorSchema)
  if (actor.id !== account.externalId) {
    throw new SociusError('invalid_input', 'mastodon: this is the archive of another account.', {
      details: { reason: 'account' },
    })
  }
  const { orderedItems } = parse(texts, 'outbox.json', outboxSchema)
  for (const raw of orderedItems.slice(0, mostEntries)) {
    throwIfAborted(signal)
    const item = readEntry(raw, actor, now)
    if (item) yield item
  }
  if (orderedItems.length > mostEntries) {
    yield { externalId: null, reason: `The archive holds more than ${mostEntries} entries; the rest is not read.` }
  }
}

/** The draft of an entry, or why there is none; null for what is passed over. */
function readEntry(raw: unknown, actor: Actor, now: number): ActivityDraft | RejectedItem | null {
  const entry = entrySchema.safeParse(raw)
  if (!entry.success) return { externalId: itemIdOf(raw), reason: describeMismatch(entry.error) }
  if (entry.data.actor !== actor.id) return { externalId: null, reason: 'an entry by another account' }
  return draftOfEntry(entry.data, actor, now)
}

async function collect(files: ArchiveOptions['files'], signal: AbortSignal): Promise<Map<string, string>> {
  const texts = new Map<string, string>()
  throwIfAborted(signal)
  for await (const { name, text } of files as AsyncIterable<ArchiveFile>) {
    throwIfAborted(signal)
    const bare = name.split(/[\\/]/).at(-1) ?? ''
    if (!names.some((each) => each === bare)) continue
    if (text.length > longestFile) throw malformed(bare, 'is too large')
    texts.set(bare, text)
  }
  return texts
}

function parse<Schema extends z.ZodType>(
  texts: ReadonlyMap<string, string>,
  name: (typeof names)[number],
  schema: Schema,
): z.output<Schema> {
  const text = texts.get(name)
  if (text === undefined) {
    throw new SociusError('invalid_input', `mastodon: the archive lacks ${name}.`, { details: { reason: 'files' } })
  }
  const json = parseJsonText(text.replace(/^\uFEFF/, ''), { tooDeep: 'drop' })
  if ('problem' in json) throw malformed(name, json.problem)
  const parsed = schema.safeParse(json.value)
  if (!parsed.success) throw malformed(name, 'has another shape')
  return parsed.data
}

function malformed(name: string, problem: string): SociusError {
  return new SociusError('provider_malformed', `mastodon: ${name} ${problem}.`, { details: { file: name } })
}

import { canonicalJson, digest } from '../kernel/index.js'
import type { Activity } from './activity.js'
import type { ActivitySupplement } from './activity-supplement.js'

type Tellings = ActivitySupplement['tellings']

/**
 * What an archive may fill, in groups that are filled as a whole. The place of a group is a bit in stored hashes: new ones
 * come at the end, and none goes.
 */
const groups = {
  url: ['url'],
  title: ['title'],
  text: ['text', 'html', 'snippet'],
  language: ['language'],
  attachments: ['attachments'],
  hashtags: ['hashtags'],
  mentions: ['mentions'],
  inReplyTo: ['inReplyTo'],
  shareOf: ['shareOf'],
  authorName: ['authorName'],
  authorHandle: ['authorHandle'],
  authorAvatarUrl: ['authorAvatarUrl'],
} as const satisfies Record<string, readonly (keyof Activity)[]>

type Group = keyof typeof groups
const groupNames = Object.keys(groups) as Group[]

/** What an author takes out of an item by editing it. */
const editable: ReadonlySet<Group> = new Set(['title', 'text', 'attachments', 'hashtags', 'mentions'])

/** What an item cannot be without: the platform's once it has spoken, whatever an archive says. */
const base = ['kind', 'publishedAt', 'editedAt', 'audience'] as const satisfies readonly (keyof Activity)[]

/** What an archive says in a row that was made of it. @param audience as the archive has it. */
export function tellingsOf(row: Activity, told: { source: string; at: number; audience: string }): Tellings {
  const { source, at, audience } = told
  const tell = (fields: readonly (keyof Activity)[]) => ({ values: pick(row, fields), source, at })
  const filled = groupNames.filter((group) => !lacks(row, group)).map((group) => [group, tell(groups[group])] as const)
  const { values } = tell(base)
  return { base: { values: { ...values, audience }, source, at }, ...Object.fromEntries(filled) }
}

/** Of each group what was told last, in whichever order it came; of two at one time the one whose text sorts last. */
export function joinTellings(left: Tellings, right: Tellings): Tellings {
  const joined = { ...left }
  for (const [name, telling] of Object.entries(right)) {
    const other = joined[name]
    if (!other || rank(telling) > rank(other)) joined[name] = telling
  }
  return joined
}

function rank({ at, values, source }: Tellings[string]): string {
  return `${String(at).padStart(20, '0')} ${canonicalJson(values)} ${source}`
}

/**
 * A row of the platform with what it lacks filled from archives. What an author may have taken out by an edit later than
 * an archive is not brought back from it.
 * @param row as the platform has it, with the hash of its draft.
 */
export function fillRow(row: Activity, tellings: Tellings | undefined): Activity {
  if (!tellings) return row
  const filled = groupNames.filter((group) => {
    const telling = tellings[group]
    const isEditedSince = row.editedAt !== null && telling !== undefined && row.editedAt > telling.at
    return telling !== undefined && lacks(row, group) && !(editable.has(group) && isEditedSince)
  })
  return filled.length === 0 ? row : apply(row, filled, tellings)
}

/** The row without what archives have filled in, and with the hash of the platform's draft. */
export function unfillRow(row: Activity): Activity {
  const cleared = filledGroups(row).flatMap((group) => groups[group].map((field) => [field, emptyOf(row, field)]))
  return { ...row, ...(Object.fromEntries(cleared) as Partial<Activity>), contentHash: liveHashOf(row.contentHash) }
}

/**
 * A row of which only archives speak.
 * @param row the rest of it: whose it is, and under which consent.
 */
export function archivedRow(row: Activity, tellings: Tellings, mayDisplay: boolean): Activity {
  const told = groupNames.filter((group) => tellings[group] !== undefined)
  // The base was made by `tellingsOf`: values of these very fields.
  const common = (tellings['base']?.values ?? {}) as Partial<Activity>
  const bare = Object.fromEntries(
    groupNames.flatMap((group) => groups[group].map((field) => [field, emptyOf(row, field)])),
  )
  const { accountId, consentId, personId } = row
  const rest = { ...row, ...(bare as Partial<Activity>), ...common }
  const owner = digest(canonicalJson([accountId, consentId, personId, mayDisplay, common]))
  return apply({ ...rest, audience: mayDisplay ? rest.audience : 'private', contentHash: '' }, told, tellings, owner)
}

/** The hash of the platform's draft within that of a stored row; empty where only archives speak of it. */
export function liveHashOf(contentHash: string): string {
  const end = contentHash.indexOf(mark)
  return end === -1 ? contentHash : contentHash.slice(0, end)
}

/** Whether the platform has not yet told of a stored row. */
export function isArchivedOnly(row: Activity): boolean {
  return row.contentHash.startsWith(mark)
}

/** The fields of a row that archives have filled in, and by what they said. */
export function filledFields(row: Activity, tellings: Tellings): ReadonlyMap<string, Tellings[string]> {
  const isKnown = row.state === 'present'
  const named = isKnown ? new Set(filledGroups(row)) : null
  // Another state has taken the place of the hash: what an archive says in the same words is told by both.
  const same = (name: string) => {
    const values = tellings[name]?.values ?? {}
    return canonicalJson(pick(row, Object.keys(values) as (keyof Activity)[])) === canonicalJson(values)
  }
  const fields = groupNames
    .filter((group) => tellings[group] !== undefined && !lacks(row, group) && (named ? named.has(group) : same(group)))
    .flatMap((group) => groups[group].map((field) => [field, tellings[group]] as const))
  const common = isKnown && isArchivedOnly(row) ? base.map((field) => [field, tellings['base']] as const) : []
  return new Map([...fields, ...common].flatMap(([field, telling]) => (telling ? [[field, telling] as const] : [])))
}

/** The fields of an activity whose source can be told. */
export const tracedFields: readonly (keyof Activity)[] = [...base, ...groupNames.flatMap((group) => groups[group])]

/** Whether a field of an activity holds nothing. */
export function isEmpty(value: Activity[keyof Activity]): boolean {
  return value === null || (Array.isArray(value) && value.length === 0)
}

// Neither stands in a digest. Behind the mark: which groups are filled, and a digest of what they are filled with.
const mark = '+'

function apply(row: Activity, filled: readonly Group[], tellings: Tellings, owner = ''): Activity {
  // What a telling holds was made by `tellingsOf`: values of these very fields.
  const values = Object.assign({}, ...filled.map((group) => tellings[group]?.values)) as Partial<Activity>
  const bits = filled.reduce((sum, group) => sum + 2 ** groupNames.indexOf(group), 0)
  const contentHash = `${row.contentHash}${mark}${bits.toString(36)}.${digest(owner + canonicalJson(values))}`
  return { ...row, ...values, contentHash }
}

function filledGroups({ contentHash }: Activity): Group[] {
  const [, bits] = /\+([0-9a-z]+)\./.exec(contentHash) ?? []
  if (bits === undefined) return []
  const sum = Number.parseInt(bits, 36)
  return groupNames.filter((_, place) => Math.floor(sum / 2 ** place) % 2 === 1)
}

function lacks(row: Activity, group: Group): boolean {
  return groups[group].every((field) => isEmpty(row[field]))
}

function emptyOf(row: Activity, field: keyof Activity): null | [] {
  return Array.isArray(row[field]) ? [] : null
}

function pick(row: Activity, fields: readonly (keyof Activity)[]): Record<string, unknown> {
  return Object.fromEntries(fields.map((field) => [field, row[field]]))
}

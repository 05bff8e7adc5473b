import type { Person } from '../person/index.js'

/** The person as another sees them: what is hidden from that one is empty, and so is the list of what is hidden. */
export function visibleFields<Row extends Pick<Person, 'visibility'>>(row: Row, connected: boolean): Row {
  const seen = { ...row, visibility: {} }
  for (const [field, audience] of Object.entries(row.visibility)) {
    if (audience === 'public' || (audience === 'connections' && connected)) continue
    // Fields that can be hidden are lists or may be null.
    Object.assign(seen, { [field]: Array.isArray(row[field as keyof Row]) ? [] : null })
  }
  return seen
}

/** The name and picture that stand beside something of a person's that everybody may see: none that is hidden from anybody. */
export function shownBeside(row: Person | null | undefined): {
  authorName: string | null
  authorAvatarUrl: string | null
} {
  if (!row) return { authorName: null, authorAvatarUrl: null }
  const { displayName, avatarUrl } = visibleFields(row, false)
  return { authorName: displayName, authorAvatarUrl: avatarUrl }
}

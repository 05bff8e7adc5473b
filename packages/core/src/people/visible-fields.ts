import type { Person } from './person.js'

/** The person as another sees them: what is hidden from that one is empty, and so is the list of what is hidden. */
export function visibleFields(row: Person, connected: boolean): Person {
  const seen = { ...row, visibility: {} }
  for (const [field, audience] of Object.entries(row.visibility)) {
    if (audience === 'public' || (audience === 'connections' && connected)) continue
    // Fields that can be hidden are lists or may be null.
    Object.assign(seen, { [field]: Array.isArray(row[field as keyof Person]) ? [] : null })
  }
  return seen
}

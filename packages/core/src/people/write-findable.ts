import { deriveId } from '../kernel/index.js'
import type { CommandContext } from '../operation/index.js'
import type { Person } from '../person/index.js'
import { maxRows } from '../store/index.js'
import { type PersonTerm, type PersonText, personTerm, personText, termOf } from './findable.js'
import { visibleFields } from './visible-fields.js'

/** Makes people findable by what they are now, in the transaction that changes them. */
export async function writeFindable({ store, actor }: CommandContext, rows: readonly Person[]): Promise<void> {
  const gone = { where: { personId: { in: rows.map(({ id }) => id) } }, limit: maxRows }
  while ((await store.remove(personText, gone)) === maxRows);
  while ((await store.remove(personTerm, gone)) === maxRows);
  const present = rows.filter(({ mergedInto }) => mergedInto === null)
  await store.insert(
    personText,
    present.flatMap((row) => textsOf(actor.tenant, row)),
  )
  await store.insert(
    personTerm,
    present.flatMap((row) => termsOf(actor.tenant, row)),
  )
}

function textsOf(tenant: string, row: Person): PersonText[] {
  const toStrangers = wordsOf(visibleFields(row, false))
  const toConnections = wordsOf(visibleFields(row, true))
  const whole = wordsOf(row)
  return [...new Set([toStrangers, toConnections, whole])]
    .filter((words) => words !== '')
    .map((words, place) => ({
      id: deriveId(tenant, 'person-text', row.id, String(place)),
      personId: row.id,
      toStrangers: words === toStrangers,
      toConnections: words === toConnections,
      whole: words === whole,
      words,
    }))
}

function wordsOf({ displayName, headline, title, company, location, bio }: Person): string {
  return [displayName, headline, title, company, location, bio].filter((text) => text !== null).join('\n')
}

function termsOf(tenant: string, row: Person): PersonTerm[] {
  const skills = row.skills.map((skill) => ['skill', skill] as const)
  const company = row.company === null ? [] : [['company', row.company] as const]
  const found = new Map<string, PersonTerm>()
  for (const [kind, text] of [...skills, ...company]) {
    const term = termOf(kind, text)
    if (term === `${kind}:`) continue
    const audience = row.visibility[kind === 'skill' ? 'skills' : 'company'] ?? 'public'
    const id = deriveId(tenant, 'person-term', row.id, term)
    found.set(id, { id, personId: row.id, term, audience })
  }
  return [...found.values()]
}

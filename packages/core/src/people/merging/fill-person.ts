import { sameRow } from '../../operation/index.js'
import { type Person, type PersonFields, personFields } from '../../person/index.js'

type Field = keyof PersonFields

const fieldNames = Object.keys(personFields.shape) as Field[]

type Audience = NonNullable<Person['visibility'][Field]>

/** What a merge takes over from one person into another, and what it takes to undo that. */
export interface Filled {
  readonly person: Person
  readonly filled: readonly string[]
  readonly visibilityBefore: Readonly<Record<string, Audience | null>>
}

/**
 * `into` keeps what it says and gets from `from` what it says nothing of. Nobody sees a field that was taken over who could
 * not see it before: of both people's wishes the stricter holds for it.
 */
export function fillPerson(into: Person, from: Person, now: number): Filled {
  const filled = fieldNames.filter((field) => isEmpty(into[field]) && !isEmpty(from[field]))
  const visibilityBefore: Record<string, Audience | null> = {}
  const person: Person = { ...into, visibility: { ...into.visibility }, updatedAt: now }
  for (const field of filled) {
    Object.assign(person, { [field]: from[field] })
    visibilityBefore[field] = into.visibility[field] ?? null
    const audience = audienceOfBoth(into.visibility[field], from.visibility[field])
    if (audience !== undefined) person.visibility[field] = audience
  }
  return { person, filled, visibilityBefore }
}

/** Undoes {@link fillPerson}, as far as nothing was changed since. */
export function emptyPersonAgain(
  into: Person,
  from: Person,
  merged: Pick<Filled, 'filled' | 'visibilityBefore'> & { readonly updatedAtBefore: number; readonly at: number },
  now: number,
): Person {
  const person: Person = { ...into, visibility: { ...into.visibility } }
  for (const field of fieldNames.filter((name) => merged.filled.includes(name))) {
    if (!sameRow(into[field], from[field])) continue
    Object.assign(person, { [field]: Array.isArray(from[field]) ? [] : null })
    const before = merged.visibilityBefore[field] ?? null
    if (into.visibility[field] !== audienceOfBoth(before ?? undefined, from.visibility[field])) continue
    if (before === null) delete person.visibility[field]
    else person.visibility[field] = before
  }
  const isUntouched = into.updatedAt === merged.at
  return { ...person, updatedAt: isUntouched ? merged.updatedAtBefore : now }
}

function isEmpty(value: Person[Field]): boolean {
  return value === null || (Array.isArray(value) && value.length === 0)
}

/** The stricter of two wishes, of which either may not have been uttered. */
function audienceOfBoth(one: Audience | undefined, other: Audience | undefined): Audience | undefined {
  if (one === undefined && other === undefined) return undefined
  const wishes = [one ?? 'public', other ?? 'public']
  return wishes.includes('private') ? 'private' : wishes.includes('connections') ? 'connections' : 'public'
}

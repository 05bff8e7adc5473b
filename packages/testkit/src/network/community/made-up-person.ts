import { mix } from '../seeded-random.js'

export interface CommunityPerson {
  /** From 0. All that refers to a person names this. */
  readonly index: number
  readonly name: string
  /** Unique. */
  readonly handle: string
  readonly headline: string
  readonly location: string
}

const given = ['Ada', 'Ben', 'Chloé', 'Dmitri', 'Elif', 'Farah', 'Goran', 'Hana', 'Ines', 'Jonas', 'Kenji', 'Lucía']
const family = [
  'Okafor',
  'Brandt',
  'Castillo',
  'Dubois',
  'Eriksen',
  'Fischer',
  'García',
  'Haddad',
  'Ito',
  'Jansen',
  'Kaya',
]
const roles = [
  'Data analyst',
  'Nurse',
  'Product manager',
  'Teacher',
  'Software engineer',
  'Designer',
  'Student',
  'Founder',
]
const fields = ['public health', 'education', 'logistics', 'open source', 'finance', 'climate', 'games', 'retail']
const places = ['Berlin', 'Lagos', 'Lima', 'Lyon', 'Nairobi', 'Osaka', 'Oslo', 'Porto', 'Pune', 'Toronto']

export function makeUpPerson(seed: number, index: number): CommunityPerson {
  const dice = mix(seed ^ 7, index)
  const first = choose(given, dice)
  const last = choose(family, dice >>> 5)
  return {
    index,
    name: `${first} ${last}`,
    handle: `${plain(first)}-${plain(last)}-${index}.test`,
    headline: `${choose(roles, dice >>> 10)}, ${choose(fields, dice >>> 15)}`,
    location: choose(places, dice >>> 20),
  }
}

function plain(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[^a-zA-Z]/g, '')
    .toLowerCase()
}

function choose(list: readonly string[], dice: number): string {
  return list[dice % list.length] ?? ''
}

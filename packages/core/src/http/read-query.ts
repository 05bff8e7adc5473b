import { SociusError } from '../kernel/index.js'
import type { QueryField, QueryFields } from './query-field.js'

/**
 * The input that a query string says. What a value may not be is left as it stands, for the input's own schema to refuse.
 * @throws `invalid_input` for a key that the input does not have, or one given twice that is no list.
 */
export function readQuery(search: string, fields: QueryFields): Record<string, unknown> {
  const input: Record<string, unknown> = {}
  if (search === '') return input
  const lists = new Map<string, unknown[]>()
  for (const [key, text] of new URLSearchParams(search)) {
    const field = fields.get(key)
    if (!field) throw wrong('an unknown key', key)
    const value = readValue(text, field)
    if (!field.isList) {
      if (Object.hasOwn(input, key)) throw wrong('a key that is given twice', key)
      define(input, key, value)
      continue
    }
    const list = lists.get(key)
    if (list) {
      if (input[key] === null) throw wrong('a list that is also null', key)
      list.push(value)
    } else {
      const first = value === null ? [] : [value]
      lists.set(key, first)
      define(input, key, value === null ? null : first)
    }
  }
  return input
}

// An assignment to `__proto__` would set something else.
function define(input: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(input, key, { value, enumerable: true, configurable: true, writable: true })
}

const decimal = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

function readValue(text: string, { kinds, isNullable }: QueryField): unknown {
  if (text === '' && isNullable) return null
  if (kinds.has('string')) return text
  if (kinds.has('number') && decimal.test(text)) return Number(text)
  if (kinds.has('boolean') && (text === 'true' || text === 'false')) return text === 'true'
  return text
}

function wrong(what: string, key: string): SociusError {
  return new SociusError('invalid_input', `The query string has ${what}: ${JSON.stringify(key.slice(0, 60))}.`, {
    details: { issues: [{ path: [key.slice(0, 60)], code: 'unrecognized_keys' }] },
  })
}

/** Nesting that no platform's answer comes near, and that every recursive reader of it can bear. */
export const maxJsonDepth = 64

export type ParsedJson =
  | { readonly value: unknown }
  /** The end of a sentence that starts with "The answer". */
  | { readonly problem: string }

export interface ParseJsonOptions {
  /**
   * What becomes of values nested deeper than {@link maxJsonDepth}: the whole text is refused, or null takes their
   * place. `drop` is for answers that carry items of several authors, where one of them must not spoil the rest.
   * @default 'refuse'
   */
  readonly tooDeep?: 'refuse' | 'drop'
}

/**
 * Parses JSON from outside: never deeper than {@link maxJsonDepth}, and without `__proto__` members, which a later
 * merge would turn into a changed prototype.
 */
export function parseJson(bytes: Uint8Array, options: ParseJsonOptions = {}): ParsedJson {
  return parseJsonText(new TextDecoder().decode(bytes), options)
}

/** As {@link parseJson}, of a text. */
export function parseJsonText(text: string, { tooDeep = 'refuse' }: ParseJsonOptions = {}): ParsedJson {
  if (text.trim() === '') return { problem: 'is empty' }
  const isTooDeep = isDeeperThan(text, maxJsonDepth)
  if (isTooDeep && tooDeep === 'refuse') return { problem: `is nested deeper than ${maxJsonDepth} levels` }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    // The parser's message quotes the text.
    return { problem: 'is not JSON' }
  }
  if (isTooDeep) dropBelow(value, maxJsonDepth)
  // The escaped form of the name needs a backslash; an answer without either cannot hold the member.
  if (text.includes('__proto__') || /\\u00(?:5f|70|72|6f|74)/i.test(text)) dropProtoMembers(value)
  return { value }
}

function isDeeperThan(text: string, limit: number): boolean {
  let depth = 0
  let inString = false
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (inString) {
      if (code === 0x5c) index += 1
      else if (code === 0x22) inString = false
    } else if (code === 0x22) {
      inString = true
    } else if (code === 0x5b || code === 0x7b) {
      depth += 1
      if (depth > limit) return true
    } else if (code === 0x5d || code === 0x7d) {
      depth -= 1
    }
  }
  return false
}

/** Takes out what is nested in `value` deeper than `levels`. */
function dropBelow(value: unknown, levels: number): void {
  if (typeof value !== 'object' || value === null) return
  for (const [name, member] of Object.entries(value)) {
    if (typeof member !== 'object' || member === null) continue
    if (levels > 1) dropBelow(member, levels - 1)
    else Object.defineProperty(value, name, { value: null })
  }
}

function dropProtoMembers(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  if (Object.hasOwn(value, '__proto__')) Reflect.deleteProperty(value, '__proto__')
  for (const member of Object.values(value)) dropProtoMembers(member)
}

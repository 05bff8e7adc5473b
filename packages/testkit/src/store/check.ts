import { type ErrorCode, isSociusError, type SociusError } from '@socius/core/store'

/** What a check throws. It depends on no test runner, so that cases also run outside of one. */
export class CheckError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'CheckError'
  }
}

/** @throws CheckError unless the condition holds. */
export function check(condition: boolean, message: string): asserts condition {
  if (!condition) throw new CheckError(message)
}

/** @throws CheckError unless both are deeply equal. */
export function checkSame(actual: unknown, expected: unknown, what: string): void {
  if (isSame(actual, expected)) return
  throw new CheckError(`${what}\n  expected ${print(expected)}\n  received ${print(actual)}`)
}

/** Like {@link checkSame}, for lists whose order says nothing. */
export function checkSameSet(actual: readonly unknown[], expected: readonly unknown[], what: string): void {
  checkSame(sorted(actual), sorted(expected), what)
}

/**
 * The error that the work ends with.
 * @throws CheckError when it ends well, or with another code than one of these.
 */
export async function checkFails(
  work: () => Promise<unknown>,
  codes: readonly ErrorCode[],
  what: string,
): Promise<SociusError> {
  try {
    await work()
  } catch (error) {
    if (isSociusError(error) && codes.includes(error.code)) return error
    throw new CheckError(`${what}: failed with ${String(error)} instead of ${codes.join(' or ')}`)
  }
  throw new CheckError(`${what}: did not fail`)
}

/** Deep equality of plain data. Prototypes do not count: some drivers hand out rows without one. */
export function isSame(left: unknown, right: unknown): boolean {
  if (Object.is(left, right)) return true
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false
  if (Array.isArray(left) !== Array.isArray(right)) return false
  if (left instanceof Date || right instanceof Date) return false
  const names = Object.keys(left)
  if (names.length !== Object.keys(right).length) return false
  return names.every((name) => Object.hasOwn(right, name) && isSame(Reflect.get(left, name), Reflect.get(right, name)))
}

/** Data as one line, with the characters that look alike or are invisible spelt out. */
export function print(value: unknown): string {
  const text =
    JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part)) ?? String(value)
  const visible = text.replace(/[^\x20-\x7e]/gu, (char) => `\\u{${char.codePointAt(0)?.toString(16) ?? ''}}`)
  return visible.length > 4000 ? `${visible.slice(0, 4000)}… (${visible.length} characters)` : visible
}

function sorted(list: readonly unknown[]): unknown[] {
  return [...list].sort((left, right) => (print(left) < print(right) ? -1 : 1))
}

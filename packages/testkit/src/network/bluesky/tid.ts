const alphabet = '234567abcdefghijklmnopqrstuvwxyz'

/** A record key that sorts by time (https://atproto.com/specs/tid): microseconds, and a number that names the writer. */
export function tidOf(microseconds: number, writer: number): string {
  return encode(microseconds, 11) + encode(writer & 1023, 2)
}

/** The microseconds of a record key; null when it is not one. */
export function microsecondsOf(tid: string): number | null {
  if (!/^[234567a-j][234567a-z]{12}$/.test(tid)) return null
  let value = 0
  for (const letter of tid.slice(0, 11)) value = value * 32 + alphabet.indexOf(letter)
  return value
}

function encode(value: number, width: number): string {
  let text = ''
  for (let rest = value; text.length < width; rest = Math.floor(rest / 32)) text = alphabet.charAt(rest % 32) + text
  return text
}

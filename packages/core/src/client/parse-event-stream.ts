/** A message of an event stream, after the HTML standard (9.2.6). */
export interface StreamMessage {
  /** The last id that the stream has given, in this message or before it. */
  readonly id: string
  readonly event: string
  readonly data: string
}

export interface EventStreamParser {
  /** The messages that this piece of text completes. */
  push(text: string): StreamMessage[]
  /** Milliseconds to wait before the connection is made again, when the server has said so. */
  readonly retry: () => number | null
}

/** Reads an event stream as it comes, in pieces cut anywhere. Bytes are decoded, and a byte order mark removed, before. */
export function createEventStreamParser(): EventStreamParser {
  let rest = ''
  let endedInReturn = false
  let id = ''
  let event = ''
  let data: string[] = []
  let retry: number | null = null

  function field(name: string, value: string): void {
    if (name === 'data') data.push(value)
    else if (name === 'event') event = value
    else if (name === 'id' && !value.includes('\0')) id = value
    else if (name === 'retry' && /^\d{1,9}$/.test(value)) retry = Number(value)
  }

  function line(text: string): StreamMessage[] {
    if (text === '') {
      const message = { id, event: event === '' ? 'message' : event, data: data.join('\n') }
      const isMessage = data.length > 0
      event = ''
      data = []
      return isMessage ? [message] : []
    }
    const colon = text.indexOf(':')
    if (colon === -1) field(text, '')
    else if (colon > 0) field(text.slice(0, colon), text.slice(text.startsWith(' ', colon + 1) ? colon + 2 : colon + 1))
    return []
  }

  return {
    retry: () => retry,
    push(piece) {
      // A line ends with one or the other or both, and both may be cut apart.
      const text = rest + (endedInReturn && piece.startsWith('\n') ? piece.slice(1) : piece)
      if (piece !== '') endedInReturn = piece.endsWith('\r')
      const lines = text.split(/\r\n|\n|\r/)
      rest = lines.pop() ?? ''
      return lines.flatMap(line)
    },
  }
}

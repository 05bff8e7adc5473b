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
  /** The last id of a block that has come whole, with a message in it or without: where to go on from. Empty for none. */
  readonly lastId: () => string
  /** Milliseconds to wait before the connection is made again, when the server has said so. */
  readonly retry: () => number | null
}

/** Reads an event stream as it comes, in pieces cut anywhere. Bytes are decoded, and a byte order mark removed, before. */
export function createEventStreamParser(): EventStreamParser {
  let rest = ''
  let endedInReturn = false
  let id = ''
  let lastId = ''
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
      lastId = id
      const messages = data.length > 0 ? [{ id, event: event || 'message', data: data.join('\n') }] : []
      event = ''
      data = []
      return messages
    }
    // Without a colon all of it is the name. A comment has no name, and is a field that nobody knows.
    const [, name = '', value = ''] = /^([^:]*):? ?(.*)/s.exec(text) ?? []
    field(name, value)
    return []
  }

  return {
    lastId: () => lastId,
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

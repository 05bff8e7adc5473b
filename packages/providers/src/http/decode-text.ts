/**
 * Decodes a document that says itself how it is written: by a byte order mark, by the shape of its first bytes, by its
 * `content-type`, or by its XML declaration, in this order (RFC 7303). Where it says nothing it is UTF-8, or else
 * windows-1252. A document that claims another charset and is UTF-8 all the same is read as UTF-8: text in another
 * charset is next to never valid UTF-8 by chance.
 */
export function decodeText(bytes: Uint8Array, contentType: string | null): string {
  const certain = readByteOrderMark(bytes) ?? readUtf16Shape(bytes)
  if (certain) return decode(bytes, certain)
  const declared = decoderName(readCharset(contentType) ?? readXmlEncoding(bytes))
  // An XML declaration that could be read byte by byte is not in UTF-16, whatever it says.
  if (declared?.startsWith('utf-16') || declared === 'utf-8') return decode(bytes, 'utf-8')
  const utf8 = declared === null || hasHighByte(bytes) ? decodeStrictUtf8(bytes) : null
  return utf8 ?? decode(bytes, declared ?? 'windows-1252')
}

function readByteOrderMark(bytes: Uint8Array): string | null {
  const [first, second, third] = bytes
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8'
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  return null
}

/** A document starts with `<`, `{` or white space: in UTF-16 without a mark, a zero byte stands beside it. */
function readUtf16Shape(bytes: Uint8Array): string | null {
  const [first, second, third, fourth] = bytes
  if (first !== 0 && second === 0 && third !== 0 && fourth === 0) return 'utf-16le'
  if (first === 0 && second !== 0 && third === 0 && fourth !== 0) return 'utf-16be'
  return null
}

function readCharset(contentType: string | null): string | null {
  return contentType?.match(/;\s*charset\s*=\s*["']?([\w.:-]{1,40})/i)?.[1] ?? null
}

function readXmlEncoding(bytes: Uint8Array): string | null {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200))
  return head.match(/^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]{1,40})["']/i)?.[1] ?? null
}

function decoderName(label: string | null): string | null {
  if (label === null) return null
  try {
    return new TextDecoder(label).encoding
  } catch {
    return null
  }
}

function hasHighByte(bytes: Uint8Array): boolean {
  for (let index = 0; index < bytes.length; index += 1) {
    if ((bytes[index] ?? 0) > 0x7f) return true
  }
  return false
}

function decodeStrictUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

function decode(bytes: Uint8Array, encoding: string): string {
  return new TextDecoder(encoding).decode(bytes)
}

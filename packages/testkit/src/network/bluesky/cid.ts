import { sha256 as portableSha256 } from '@noble/hashes/sha2.js'

/** The part of `node:crypto` that is used where it exists: several times faster than the portable one. */
interface NodeCrypto {
  hash?(algorithm: string, data: Uint8Array, encoding: 'buffer'): Uint8Array
}

const node = (
  globalThis as { process?: { getBuiltinModule?(id: string): NodeCrypto | undefined } }
).process?.getBuiltinModule?.('node:crypto')

function sha256(bytes: Uint8Array): Uint8Array {
  return node?.hash ? node.hash('sha256', bytes, 'buffer') : portableSha256(bytes)
}

/** What a record may hold: JSON, with links written as `{ "$link": cid }`. */
export type RecordValue =
  | string
  | number
  | boolean
  | null
  | readonly RecordValue[]
  | { readonly [key: string]: RecordValue | undefined }

/** The CID of a record: CIDv1, DAG-CBOR, SHA-256 (https://atproto.com/specs/data-model), as the real servers compute it. */
export function cidOfRecord(record: RecordValue): string {
  return cidOf(0x71, encodeDagCbor(record))
}

/** The CID of a blob's bytes. */
export function cidOfBlob(bytes: Uint8Array): string {
  return cidOf(0x55, bytes)
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567'
const utf8 = new TextEncoder()

function cidOf(codec: number, bytes: Uint8Array): string {
  const hash = sha256(bytes)
  const cid = new Uint8Array(4 + hash.length)
  cid.set([0x01, codec, 0x12, hash.length])
  cid.set(hash, 4)
  return `b${toBase32(cid)}`
}

/** Lower case, without padding (RFC 4648). */
export function toBase32(bytes: Uint8Array): string {
  let text = ''
  let bits = 0
  let value = 0
  for (const byte of bytes) {
    value = (value << 8) | byte
    for (bits += 8; bits >= 5; bits -= 5) text += alphabet.charAt((value >>> (bits - 5)) & 31)
    value &= (1 << bits) - 1
  }
  return bits > 0 ? text + alphabet.charAt((value << (5 - bits)) & 31) : text
}

function fromBase32(text: string): number[] {
  const bytes: number[] = []
  let bits = 0
  let value = 0
  for (const letter of text) {
    value = (value << 5) | alphabet.indexOf(letter)
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes.push((value >>> bits) & 0xff)
      value &= (1 << bits) - 1
    }
  }
  return bytes
}

let buffer = new Uint8Array(4096)
let length = 0

/** One encoding at a time, without a break, so that all share one buffer. */
function encodeDagCbor(value: RecordValue): Uint8Array {
  length = 0
  write(value)
  return buffer.subarray(0, length)
}

function write(value: RecordValue): void {
  if (value === null) return writeByte(0xf6)
  if (typeof value === 'boolean') return writeByte(value ? 0xf5 : 0xf4)
  if (typeof value === 'number') return value < 0 ? writeHead(1, -1 - value) : writeHead(0, value)
  if (typeof value === 'string') return writeText(value)
  if (isList(value)) {
    writeHead(4, value.length)
    for (const item of value) write(item)
    return
  }
  const link = value['$link']
  if (typeof link === 'string') return writeLink(link)
  const keys = Object.keys(value).filter((key) => value[key] !== undefined)
  // DAG-CBOR: shorter keys first, equally long ones by their bytes. All keys of records are ASCII.
  keys.sort((a, b) => a.length - b.length || (a < b ? -1 : 1))
  writeHead(5, keys.length)
  for (const key of keys) {
    writeText(key)
    write(value[key] ?? null)
  }
}

function isList(value: object): value is readonly RecordValue[] {
  return Array.isArray(value)
}

/** A CID in binary is tag 42 around its bytes, with a zero in front. */
function writeLink(cid: string): void {
  const bytes = fromBase32(cid.slice(1))
  writeHead(6, 42)
  writeHead(2, bytes.length + 1)
  writeByte(0)
  for (const byte of bytes) writeByte(byte)
}

function writeText(text: string): void {
  const needed = text.length * 3
  reserve(needed + 5)
  // The head comes first and its size depends on the length in bytes.
  const start = length + (text.length < 24 ? 1 : text.length < 256 ? 2 : 3)
  const { written } = utf8.encodeInto(text, buffer.subarray(start))
  const head = written < 24 ? 1 : written < 256 ? 2 : written < 65_536 ? 3 : 5
  if (length + head !== start) buffer.copyWithin(length + head, start, start + written)
  writeHead(3, written)
  length += written
}

function writeHead(major: number, value: number): void {
  const type = major << 5
  if (value < 24) return writeByte(type | value)
  const size = value < 256 ? 1 : value < 65_536 ? 2 : 4
  if (value >= 2 ** 32) throw new RangeError('Numbers in records stay below 2³² here.')
  writeByte(type | (size === 1 ? 24 : size === 2 ? 25 : 26))
  for (let shift = (size - 1) * 8; shift >= 0; shift -= 8) writeByte((value >>> shift) & 0xff)
}

function writeByte(byte: number): void {
  reserve(1)
  buffer[length] = byte
  length += 1
}

function reserve(bytes: number): void {
  if (length + bytes <= buffer.length) return
  const larger = new Uint8Array(Math.max(buffer.length * 2, length + bytes))
  larger.set(buffer)
  buffer = larger
}

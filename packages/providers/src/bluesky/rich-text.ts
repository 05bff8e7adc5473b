import type { DraftMention, TextLink } from '@socius/core/provider'
import * as z from 'zod'
import { isDid, isHandle, profileUrl } from './at-uri.js'
import { isWebAddress } from './web-address.js'

/** What a text says beside its words. */
export interface RichText {
  readonly links: readonly TextLink[]
  readonly hashtags: readonly string[]
  readonly mentions: readonly DraftMention[]
}

const facetSchema = z.object({
  index: z.object({ byteStart: z.number().int().nonnegative(), byteEnd: z.number().int().positive() }),
  features: z.array(z.unknown()),
})

const featureSchema = z.discriminatedUnion('$type', [
  z.object({ $type: z.literal('app.bsky.richtext.facet#mention'), did: z.string().refine(isDid) }),
  z.object({ $type: z.literal('app.bsky.richtext.facet#link'), uri: z.string() }),
  z.object({ $type: z.literal('app.bsky.richtext.facet#tag'), tag: z.string() }),
])

type Feature = z.output<typeof featureSchema>

/** Features on a part of the text, in UTF-16 units. */
interface Span {
  readonly start: number
  readonly end: number
  readonly features: readonly Feature[]
}

// The lexicon allows 640 bytes.
const maxTagLength = 640

/**
 * Reads a text with its facets. A facet that does not lie on whole characters of the text, or overlaps an earlier one,
 * says nothing about it and is left out, as the platform's own client does (app.bsky.richtext.facet).
 * @param tags of the record, which stand outside the text.
 */
export function readRichText(text: string, facets: readonly unknown[], tags: readonly unknown[] = []): RichText {
  const spans = facets.length === 0 ? [] : readSpans(text, facets)
  const hashtags = new Map<string, string>()
  const mentions = new Map<string, DraftMention>()
  for (const { start, end, features } of spans) {
    for (const feature of features) {
      if (feature.$type === 'app.bsky.richtext.facet#tag') addTag(hashtags, feature.tag)
      if (feature.$type === 'app.bsky.richtext.facet#mention' && !mentions.has(feature.did)) {
        mentions.set(feature.did, { externalId: feature.did, handle: handleIn(text.slice(start, end)) })
      }
    }
  }
  for (const tag of tags) if (typeof tag === 'string') addTag(hashtags, tag)
  return { links: spans.flatMap(linkOf), hashtags: [...hashtags.values()], mentions: [...mentions.values()] }
}

function addTag(hashtags: Map<string, string>, written: string): void {
  const tag = written
    .toWellFormed()
    .trim()
    .replace(/^[#＃]/, '')
  const key = tag.toLowerCase()
  if (tag !== '' && tag.length <= maxTagLength && !hashtags.has(key)) hashtags.set(key, tag)
}

function handleIn(written: string): string | null {
  const handle = written.replace(/^@/, '').toLowerCase()
  return isHandle(handle) ? handle : null
}

function readSpans(text: string, facets: readonly unknown[]): Span[] {
  const read = facets.flatMap((facet) => {
    const parsed = facetSchema.safeParse(facet)
    return parsed.success ? [parsed.data] : []
  })
  read.sort((a, b) => a.index.byteStart - b.index.byteStart)
  const indexOf = byteIndex(text, read)
  const spans: Span[] = []
  let free = 0
  for (const facet of read) {
    const start = indexOf(facet.index.byteStart)
    const end = indexOf(facet.index.byteEnd)
    if (start === null || end === null || start < free || end <= start) continue
    free = end
    spans.push({ start, end, features: facet.features.flatMap(readFeature) })
  }
  return spans
}

function readFeature(feature: unknown): Feature[] {
  const parsed = featureSchema.safeParse(feature)
  return parsed.success ? [parsed.data] : []
}

/** Where a UTF-8 offset lies in the text, in UTF-16 units; null when it is outside or within a character. */
function byteIndex(text: string, facets: readonly z.output<typeof facetSchema>[]): (offset: number) => number | null {
  if (isAscii(text)) return (offset) => (offset <= text.length ? offset : null)
  const wanted = new Set(facets.flatMap(({ index }) => [index.byteStart, index.byteEnd]))
  const found = new Map<number, number>()
  let bytes = 0
  let index = 0
  while (index < text.length) {
    if (wanted.has(bytes)) found.set(bytes, index)
    const codePoint = text.codePointAt(index) ?? 0
    bytes += utf8Length(codePoint)
    index += codePoint < 0x10000 ? 1 : 2
  }
  found.set(bytes, index)
  return (offset) => found.get(offset) ?? null
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) > 0x7f) return false
  return true
}

// A lone surrogate is written as U+FFFD, which has three bytes like every other character of its range.
function utf8Length(codePoint: number): number {
  if (codePoint < 0x80) return 1
  if (codePoint < 0x800) return 2
  return codePoint < 0x10000 ? 3 : 4
}

function linkOf({ start, end, features }: Span): TextLink[] {
  const url = hrefOf(features)
  return url === null ? [] : [{ start, end, url }]
}

function hrefOf(features: readonly Feature[]): string | null {
  for (const feature of features) {
    switch (feature.$type) {
      case 'app.bsky.richtext.facet#mention':
        return profileUrl(feature.did)
      case 'app.bsky.richtext.facet#tag':
        return `https://bsky.app/hashtag/${encodeURIComponent(feature.tag.toWellFormed())}`
      case 'app.bsky.richtext.facet#link':
        if (isWebAddress(feature.uri)) return feature.uri
    }
  }
  return null
}

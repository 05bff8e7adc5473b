import type { Media } from '@socius/core/provider'
import type { HtmlImage } from '../drafts/read-html.js'
import type { FeedMedia } from './feed.js'
import { resolveAddress } from './web-address.js'

const maxMedia = 50

const endings: Readonly<Record<string, Media['type']>> = {
  ...{ jpg: 'image', jpeg: 'image', png: 'image', gif: 'image', webp: 'image', avif: 'image', svg: 'image' },
  ...{
    mp3: 'audio',
    m4a: 'audio',
    ogg: 'audio',
    oga: 'audio',
    opus: 'audio',
    wav: 'audio',
    flac: 'audio',
    aac: 'audio',
  },
  ...{ mp4: 'video', m4v: 'video', webm: 'video', mov: 'video', ogv: 'video' },
}

export interface MapMediaOptions {
  /** What enclosures are resolved against. */
  readonly base: URL
  /** What pictures in the text are resolved against. */
  readonly page: URL
}

/** The media of an item, each address once: what comes with it, then the first picture of its text. */
export function mapMedia(
  found: readonly FeedMedia[],
  image: HtmlImage | null,
  { base, page }: MapMediaOptions,
): Media[] {
  const media = new Map<string, Media>()
  for (const entry of found) {
    const url = resolveAddress(entry.url, base)
    if (!url || media.size >= maxMedia) continue
    const previous = media.get(url.href)
    const next: Media = {
      type: typeOf(entry.type, url),
      url: url.href,
      previewUrl: resolveAddress(entry.previewUrl, base)?.href ?? null,
      description: entry.description?.trim() || null,
      width: pixels(entry.width),
      height: pixels(entry.height),
    }
    media.set(url.href, previous ? merge(previous, next) : next)
  }
  const shown = image ? resolveAddress(image.src, page) : null
  if (image && shown && !media.has(shown.href) && media.size < maxMedia) {
    const { alt: description, width, height } = image
    media.set(shown.href, { type: 'image', url: shown.href, previewUrl: null, description, width, height })
  }
  return [...media.values()]
}

/** An enclosure is often named a second time by Media RSS, with more about it. */
function merge(first: Media, second: Media): Media {
  return {
    type: first.type === 'file' ? second.type : first.type,
    url: first.url,
    previewUrl: first.previewUrl ?? second.previewUrl,
    description: first.description ?? second.description,
    width: first.width ?? second.width,
    height: first.height ?? second.height,
  }
}

function typeOf(type: string | null, url: URL): Media['type'] {
  const word = type?.trim().toLowerCase().split('/')[0]
  if (word === 'image' || word === 'video' || word === 'audio') return word
  const ending = /\.([a-z\d]{2,5})$/i.exec(url.pathname)?.[1]?.toLowerCase() ?? ''
  return endings[ending] ?? 'file'
}

function pixels(value: number | null): number | null {
  return value !== null && Number.isInteger(value) && value > 0 && value < 100_000 ? value : null
}

import type { parseRssFeed } from 'feedsmith'
import type { FeedMedia } from './feed.js'

type RssItem = NonNullable<ReturnType<typeof parseRssFeed<string>>['items']>[number]
type MediaModule = NonNullable<RssItem['media']>
type MediaContent = NonNullable<MediaModule['contents']>[number]

export interface MediaElements {
  /** Enclosures. */
  readonly links: readonly { readonly url: string; readonly type: string | null }[]
  /** Media RSS. */
  readonly media?: MediaModule | undefined
  /** A picture of the item, such as the cover of an episode. */
  readonly image?: string | undefined
}

/** What belongs to an item beside its text: enclosures, Media RSS content alone or in groups, and its picture. */
export function readMediaElements({ links, media, image }: MediaElements): FeedMedia[] {
  const preview = media?.thumbnails?.[0]?.url ?? image ?? null
  const described = media?.description?.value ?? null
  const enclosures = links.map(({ url, type }) => ({ ...bare, url, type, previewUrl: preview }))
  const single = (media?.contents ?? []).flatMap((content) => readContent(content, preview, described))
  // The members of a group are the same thing in several qualities: the first, or the one marked as default, stands for it.
  const grouped = (media?.groups ?? []).flatMap((group) => {
    const content = group.contents?.find(({ isDefault }) => isDefault) ?? group.contents?.[0]
    const shown = group.thumbnails?.[0]?.url ?? preview
    return content ? readContent(content, shown, group.description?.value ?? described) : []
  })
  const found = [...enclosures, ...single, ...grouped]
  if (found.length > 0 || preview === null) return found
  return [{ ...bare, url: preview, type: 'image' }]
}

const bare = { type: null, previewUrl: null, description: null, width: null, height: null } as const

function readContent(content: MediaContent, preview: string | null, described: string | null): FeedMedia[] {
  const url = content.url ?? content.player?.url
  if (!url) return []
  return [
    {
      url,
      type: content.type ?? content.medium ?? null,
      previewUrl: content.thumbnails?.[0]?.url ?? preview,
      description: content.description?.value ?? content.title?.value ?? described,
      width: content.width ?? null,
      height: content.height ?? null,
    },
  ]
}

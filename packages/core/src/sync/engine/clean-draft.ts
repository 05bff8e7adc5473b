import { cleanAttachment, loadSanitiser, textLimits } from '../../activities/index.js'
import { cleanOptional, cleanUrl } from '../../kernel/index.js'
import type { ActivityDraft } from '../../provider/index.js'
import { htmlOf } from './normalise-draft.js'

/** Drafts that are shown and not stored: cleaned and sanitised as stored ones are. */
export async function cleanDrafts(drafts: readonly ActivityDraft[]): Promise<ActivityDraft[]> {
  const sanitise = drafts.some(({ html }) => html !== null) ? await loadSanitiser() : null
  return drafts.map((draft) => ({
    ...draft,
    url: cleanUrl(draft.url),
    author: {
      ...draft.author,
      handle: cleanOptional(draft.author.handle, textLimits.handle),
      displayName: cleanOptional(draft.author.displayName, textLimits.name),
      avatarUrl: cleanUrl(draft.author.avatarUrl),
    },
    title: cleanOptional(draft.title, textLimits.title),
    text: cleanOptional(draft.text, textLimits.text),
    html: htmlOf(draft, sanitise),
    // They stand in the HTML now, and the places of a text that was cleaned are others.
    links: [],
    media: draft.media.flatMap(cleanAttachment),
  }))
}

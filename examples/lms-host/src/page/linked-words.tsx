import type { ReactNode } from 'react'

export interface LinkedWordsProps {
  readonly text: string
  readonly hashtags: readonly string[]
  readonly onHashtag: (hashtag: string) => void
}

/** A text in which hashtags can be pressed; those that do not stand in it follow. */
export function LinkedWords({ text, hashtags, onHashtag }: LinkedWordsProps): ReactNode {
  const known = new Map(hashtags.map((hashtag) => [`#${hashtag}`.toLowerCase(), hashtag]))
  const parts = text.split(/(#[\p{L}\p{N}_]+)/u)
  const written = new Set(parts.map((part) => part.toLowerCase()))
  const others = hashtags.filter((hashtag) => !written.has(`#${hashtag}`.toLowerCase()))
  const tag = (hashtag: string, key: string) => (
    <button key={key} type="button" className="tag" onClick={() => onHashtag(hashtag)}>
      #{hashtag}
    </button>
  )
  return (
    <p className="words">
      {parts.map((part, place) => {
        const hashtag = known.get(part.toLowerCase())
        return hashtag === undefined ? part : tag(hashtag, `${place}`)
      })}
      {others.map((hashtag) => [' ', tag(hashtag, `after ${hashtag}`)])}
    </p>
  )
}

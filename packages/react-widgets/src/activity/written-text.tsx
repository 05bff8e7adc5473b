import type { ReactNode } from 'react'

export interface WrittenTextProps {
  readonly id?: string
  readonly className: string
  /** Sanitised by core. */
  readonly html: string | null
  readonly text: string | null
  readonly language?: string | null
}

/** What a person wrote, in its own direction, whatever that of the page is. */
export function WrittenText({ html, text, language, ...props }: WrittenTextProps): ReactNode {
  const own = { ...props, dir: 'auto', ...(language ? { lang: language } : {}) }
  if (html !== null) return <div {...own} data-html="" dangerouslySetInnerHTML={{ __html: html }} />
  return text === null ? null : <p {...own}>{text}</p>
}

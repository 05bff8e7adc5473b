import { cleanText } from '../kernel/index.js'
import { textLimits } from './text-limits.js'

/** Makes HTML safe to put into a page: at most {@link textLimits}.html long, and '' where nothing of it can be kept. */
export type SanitiseHtml = (html: string) => string

const blocks = 'p br hr blockquote pre code ul ol li dl dt dd h1 h2 h3 h4 h5 h6 figure figcaption img'
const tables = 'table thead tbody tr th td'
const phrases = 'a b strong i em u s del ins sub sup mark small span q cite'

const allowed = {
  allowedTags: `${blocks} ${tables} ${phrases}`.split(' '),
  allowedAttributes: {
    a: ['href', 'title', 'rel', 'target'],
    img: ['src', 'alt', 'title', 'width', 'height', 'loading'],
    th: ['colspan', 'rowspan'],
    td: ['colspan', 'rowspan'],
    ol: ['start'],
  },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowedSchemesByTag: { img: ['http', 'https'] },
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard' as const,
  nestingLimit: 100,
  parseStyleAttributes: false,
}

/** A link opens without handing over the page it stands on, and speaks for nobody. */
export const linkAttributes = { rel: 'nofollow noopener noreferrer ugc', target: '_blank' }

/** The parser's time grows with the square of the depth: 500 kB of opening tags would take seconds. */
const deepest = 256
/** What closing tags may add to HTML that was cut. */
const closingRoom = 5000

let loading: Promise<SanitiseHtml> | undefined

/**
 * The sanitiser, loaded when the first HTML arrives: whoever syncs none never pays for it. Scripts, styles, forms, frames
 * and event handlers go; links open without handing over the page they stand on.
 */
export function loadSanitiser(): Promise<SanitiseHtml> {
  loading ??= import('sanitize-html').then(({ default: sanitize }) => {
    const transformTags = {
      a: sanitize.simpleTransform('a', linkAttributes),
      img: sanitize.simpleTransform('img', { loading: 'lazy' }),
    }
    const once = (html: string): string | null => {
      let depth = 0
      const onOpenTag = () => {
        depth += 1
        if (depth > deepest) throw tooDeep
      }
      const onCloseTag = () => {
        depth -= 1
      }
      try {
        return sanitize(html, { ...allowed, transformTags, onOpenTag, onCloseTag })
      } catch (error) {
        if (error === tooDeep) return null
        throw error
      }
    }
    return (html) => {
      const first = once(html) ?? ''
      // What cleaning takes out of a text may bring together what the sanitiser has seen apart (`java` and `script:`), and
      // a cut may go through a tag: so whatever was changed is sanitised again.
      const cleaned = cleanText(first, textLimits.html - closingRoom)
      return cleaned === first ? first : (once(cleaned) ?? '')
    }
  })
  return loading
}

const tooDeep = new Error('This HTML is nested too deep.')

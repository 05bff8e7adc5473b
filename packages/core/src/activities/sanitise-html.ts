/** Makes HTML safe to put into a page. */
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

let loading: Promise<SanitiseHtml> | undefined

/**
 * The sanitiser, loaded when the first HTML arrives: whoever syncs none never pays for it. Scripts, styles, forms, frames
 * and event handlers go; links open without handing over the page they stand on.
 */
export function loadSanitiser(): Promise<SanitiseHtml> {
  loading ??= import('sanitize-html').then(({ default: sanitize }) => {
    const options = {
      ...allowed,
      transformTags: {
        a: sanitize.simpleTransform('a', { rel: 'nofollow noopener noreferrer ugc', target: '_blank' }),
        img: sanitize.simpleTransform('img', { loading: 'lazy' }),
      },
    }
    return (html) => sanitize(html, options)
  })
  return loading
}

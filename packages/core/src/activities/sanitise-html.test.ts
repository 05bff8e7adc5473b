import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadSanitiser, type SanitiseHtml } from './sanitise-html.js'
import { textLimits } from './text-limits.js'

let sanitise: SanitiseHtml
beforeAll(async () => {
  sanitise = await loadSanitiser()
})

const allowedTags =
  'p br hr blockquote pre code ul ol li dl dt dd h1 h2 h3 h4 h5 h6 figure figcaption img table thead tbody tr th td a b strong i em u s del ins sub sup mark small span q cite'.split(
    ' ',
  )
const allowedAttributes = new Set('href title rel target src alt width height loading colspan rowspan start'.split(' '))

/**
 * Reads sanitised HTML as a browser does and gives its elements. The sanitiser writes one strict form (lower case,
 * attributes in double quotes, `<` only where a tag begins), so that whatever is not of that form is a fault.
 */
function elementsOf(html: string): { name: string; attributes: [string, string][] }[] {
  const tag = /<(\/?)([a-z][a-z0-9]*)((?: [a-z]+(?:="[^"<>]*")?)*)(?: \/)?>/g
  expect(html.replace(tag, '')).not.toMatch(/[<>]/)
  return [...html.matchAll(tag)].map(([, , name = '', attributes = '']) => ({
    name,
    attributes: [...attributes.matchAll(/ ([a-z]+)(?:="([^"]*)")?/g)].map(([, key = '', value = '']) => [
      key,
      decode(value),
    ]),
  }))
}

function decode(value: string): string {
  return value.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}

/** What the URL parser of a browser sees: it drops tabs and line ends anywhere, and controls and spaces at both ends. */
function schemeOf(url: string): string | null {
  const seen = url.replace(/[\t\n\r]/g, '').replace(/^[\0-\x20]+/, '')
  return /^([a-z][a-z0-9+.-]*):/i.exec(seen)?.[1]?.toLowerCase() ?? null
}

function expectHarmless(html: string): void {
  for (const { name, attributes } of elementsOf(html)) {
    expect(allowedTags).toContain(name)
    for (const [key, value] of attributes) {
      expect([...allowedAttributes]).toContain(key)
      if (key !== 'href' && key !== 'src') continue
      expect([null, 'http', 'https', ...(key === 'href' ? ['mailto'] : [])]).toContain(schemeOf(value))
      expect(value).not.toMatch(/^[\\/]{2}/)
    }
  }
  expect(html).not.toMatch(/[\0-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2066-\u2069\ufeff]/)
  expect(html.isWellFormed()).toBe(true)
}

const links = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  ' javascript:alert(1)',
  '\u0001javascript:alert(1)',
  'java\nscript:alert(1)',
  'java\tscript:alert(1)',
  'java\rscript:alert(1)',
  'java\0script:alert(1)',
  'java\u200bscript:alert(1)',
  'java\u2060script:alert(1)',
  'java\ufeffscript:alert(1)',
  'java\u00adscript:alert(1)',
  'java&#x200b;script:alert(1)',
  'java&#8203;script:alert(1)',
  'java&ZeroWidthSpace;script:alert(1)',
  '&#x202e;javascript:alert(1)',
  'java&Tab;script:alert(1)',
  'java&NewLine;script:alert(1)',
  'javascript&colon;alert(1)',
  'javascript&#58;alert(1)',
  'javascript&#x3a;alert(1)',
  '&#106;&#97;&#118;&#97;&#115;&#99;&#114;&#105;&#112;&#116;&#58;alert(1)',
  '&#0000106avascript:alert(1)',
  '&#x6A&#x61vascript:alert(1)',
  'jav&#x0A;ascript:alert(1)',
  'jav&#x00;ascript:alert(1)',
  'java/**/script:alert(1)',
  'java<!-- -->script:alert(1)',
  'vbscript:msgbox(1)',
  'livescript:x',
  'data:text/html,<script>alert(1)</script>',
  'data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==',
  'DATA:image/svg+xml,<svg onload=alert(1)>',
  'blob:https://example.org/x',
  'file:///etc/passwd',
  'feed:javascript:alert(1)',
  'view-source:javascript:alert(1)',
  '//evil.example/x',
  '\\\\evil.example\\x',
  '/\\evil.example',
  '&sol;&sol;evil.example',
  '/&Tab;/evil.example',
]

const vectors = [
  ...links.flatMap((link) => [
    `<a href="${link}">x</a>`,
    `<a href='${link}'>x</a>`,
    `<img src="${link}">`,
    `<svg><a xlink:href="${link}"><text>x</text></a></svg>`,
    `<form action="${link}"><button formaction="${link}">x</button></form>`,
    `<iframe src="${link}"></iframe>`,
    `<object data="${link}"></object><embed src="${link}">`,
    `<base href="${link}"><link rel=stylesheet href="${link}">`,
    `<meta http-equiv=refresh content="0;url=${link}">`,
    `<video poster="${link}"><source src="${link}"></video>`,
    `<table background="${link}"><td background="${link}">x</table>`,
    `<blockquote cite="${link}">x</blockquote><q cite="${link}">y</q>`,
  ]),
  '<script>alert(1)</script>',
  '<SCRIPT SRC=https://evil.example/x.js></SCRIPT>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<script/src=data:,alert(1)>',
  '<script\n>alert(1)</script\n>',
  '<<script>alert(1);//<</script>',
  '<scr\u200bipt>alert(1)</scr\u200bipt>',
  '<scr\0ipt>alert(1)</scr\0ipt>',
  '<script>alert(1)',
  '</script><script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<img src=x onerror\u200b=alert(1)>',
  '<img src="x" on\nerror="alert(1)">',
  '<img src=x:x onerror  =  alert(1)>',
  '<img/src/onerror=alert(1)>',
  '<img src=`x`onerror=alert(1)>',
  "<img src='x' title='\"onerror=alert(1) x=\"'>",
  '<img src="x` `<script>alert(1)</script>"` `>',
  '<img src="https://a.example/x" alt="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;">',
  '<img """><script>alert(1)</script>">',
  '<IMG SRC=x OnErRoR=alert(1)>',
  '<img srcset="javascript:alert(1) 1x, https://a.example/x 2x">',
  '<a onclick=alert(1) onmouseover=alert(1) href="https://a.example">x</a>',
  '<a href="https://a.example" style="background:url(javascript:alert(1))">x</a>',
  '<a target="_self" rel="opener" href="https://a.example">x</a>',
  '<a href="https://a.example/&quot;onmouseover=&quot;alert(1)">x</a>',
  '<p style="position:fixed;inset:0" class=admin id=login name=cookie>x</p>',
  '<style>@import url(https://evil.example);</style>',
  '<style><img src="</style><img src=x onerror=alert(1)>">',
  '<svg onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<svg><style><img src=x onerror=alert(1)></style></svg>',
  '<svg><animate xlink:href=#x attributeName=href values=javascript:alert(1) /><a id=x><text>x</text></a></svg>',
  '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
  '<math><mi//xlink:href="data:x,<script>alert(1)</script>">',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<textarea></textarea><img src=x onerror=alert(1)>',
  '<textarea><img title="</textarea><img src=x onerror=alert(1)>"></textarea>',
  '<title><img title="</title><img src=x onerror=alert(1)>"></title>',
  '<xmp><img title="</xmp><img src=x onerror=alert(1)>"></xmp>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<iframe><script>alert(1)</script></iframe>',
  '<template><script>alert(1)</script></template>',
  '<select><option><style></option></select><img src=x onerror=alert(1)></style>',
  '<!--><script>alert(1)</script>-->',
  '<!--!><img src=x onerror=alert(1)>',
  '<!-- --!><img src=x onerror=alert(1)> -->',
  '<![CDATA[<script>alert(1)</script>]]>',
  '<?xml version="1.0"?><script>alert(1)</script>',
  '<!DOCTYPE x [<!ENTITY a "<script>alert(1)</script>">]>&a;',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '&amp;lt;script&amp;gt;',
  '\ud83c<script>alert(1)</script>',
  '<p>\u202ereversed\u202c &#x202e;reversed &#0; &#x1b;[2J &zwj;&zwnj;</p>',
  '<table><tr><td><p>unclosed<b><i>',
  '</p></div></b>closed without opening',
  '<a href="https://a.example"',
  '<a href="https://a.example',
  '<p title=">',
  '<',
  '<<<>>>',
]

describe('what a sanitiser gives back', () => {
  it.each(vectors)('does nothing in a page: %j', (vector) => {
    expectHarmless(sanitise(vector))
    expectHarmless(sanitise(`<p>before ${vector} after</p>`))
    expectHarmless(sanitise(`<table><td>${vector}`))
  })

  it('does nothing in a page, whatever the pieces it was made of', () => {
    const piece = fc.oneof(fc.constantFrom(...vectors), fc.string({ unit: 'binary', maxLength: 6 }))
    const cut = fc.array(fc.tuple(piece, fc.nat(60), fc.nat(60)), { maxLength: 6 })
    fc.assert(
      fc.property(cut, (pieces) => {
        const html = pieces.map(([text, from, to]) => text.slice(0, from) + text.slice(text.length - to)).join('')
        const safe = sanitise(html)
        expectHarmless(safe)
        expectHarmless(sanitise(safe))
      }),
      { numRuns: 300 },
    )
  })

  it('keeps what people write with', () => {
    const written =
      '<h2>Title</h2><p>A <strong>word</strong>, <em>another</em> and <code>one</code>.<br />Then</p>' +
      '<ul><li>one</li></ul><blockquote>said</blockquote><table><tbody><tr><td colspan="2">x</td></tr></tbody></table>'
    expect(sanitise(written)).toBe(written)
    expect(sanitise('<p>می\u200cخواهم 👩‍🚀 &amp; &lt;b&gt;</p>')).toBe('<p>می\u200cخواهم 👩‍🚀 &amp; &lt;b&gt;</p>')
  })

  it('gives no link the power over the page it stands on', () => {
    expect(sanitise('<a href="https://a.example/?x=1&amp;y=2" target="_top" rel="opener" title="t">x</a>')).toBe(
      '<a href="https://a.example/?x=1&amp;y=2" target="_blank" rel="nofollow noopener noreferrer ugc" title="t">x</a>',
    )
    expect(sanitise('<img src="https://a.example/x.png" alt="x" loading="eager" onload="x()">')).toBe(
      '<img src="https://a.example/x.png" alt="x" loading="lazy" />',
    )
  })

  it('does not turn a harmless address into another by cleaning it', () => {
    expect(sanitise('<a href="java&#x200b;script:alert(1)">x</a>')).not.toContain('javascript')
    expect(sanitise('<a href="java\u2060script:alert(1)">x</a>')).not.toContain('javascript')
  })

  it('is whole and within its limit, however long what comes in', () => {
    const opened = '<a href="https://a.example/">x</a>'
    for (const html of [
      opened.repeat(30_000),
      '&'.repeat(500_000),
      `<p>${'😀'.repeat(400_000)}`,
      `<p title="${'x'.repeat(700_000)}">y</p>`,
      `${'<b>'.repeat(90)}${'x'.repeat(600_000)}`,
    ]) {
      const safe = sanitise(html)
      expect(safe.length).toBeLessThanOrEqual(textLimits.html)
      expect(safe.isWellFormed()).toBe(true)
      const names = elementsOf(safe.slice(-20_000).replace(/^[^<]*>/, '')).map(({ name }) => name)
      expect(names.every((name) => allowedTags.includes(name))).toBe(true)
    }
    const many = sanitise(opened.repeat(30_000))
    expect(many.match(/<a /g)).toHaveLength(many.match(/<\/a>/g)?.length ?? 0)
  })

  it('is nothing where the nesting has no end, without taking longer for it', () => {
    // A square of such a depth is two thousand million steps: this test would not end.
    for (const tag of ['<b>', '<div>', '<b></i>', '<svg><math>', '<noscript></p>', '<table><td>']) {
      expect(sanitise(tag.repeat(1_000_000))).toBe('')
    }
    expect(sanitise(`${'<div>'.repeat(200)}deep`)).toBe('deep')
  })
})

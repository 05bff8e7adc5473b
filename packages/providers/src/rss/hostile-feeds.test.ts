import { type ActivityDraft, isSociusError, type ReadPage } from '@socius/core/provider'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rss } from './provider.js'

const address = 'https://blog.example.com/feed'
const now = Date.parse('2026-03-05T00:00:00Z')

async function read(body: string | Uint8Array<ArrayBuffer>, contentType?: string): Promise<ReadPage<ActivityDraft>> {
  const headers: HeadersInit = contentType ? { 'content-type': contentType } : {}
  const fetch: typeof globalThis.fetch = () => Promise.resolve(new Response(body, { headers }))
  const { readers } = rss({ fetch, clock: { now: () => now } })
  return readers.activities({
    account: { externalId: address, handle: 'blog' },
    since: null,
    cursor: null,
    limit: 500,
    signal: new AbortController().signal,
  })
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  return isSociusError(error) ? error.code : String(error)
}

const feed = (items: string, prolog = '<?xml version="1.0"?>'): string =>
  `${prolog}<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>T</title><link>https://blog.example.com</link>${items}</channel></rss>`
const titled = (title: string): string => `<item><guid>1</guid><title>${title}</title></item>`
const bytes = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(text, (char) => char.charCodeAt(0))

function utf16(text: string): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(text.length * 2 + 2)
  const view = new DataView(result.buffer)
  for (const [index, char] of [...`\ufeff${text}`].entries()) view.setUint16(index * 2, char.charCodeAt(0), true)
  return result
}

describe('feeds that are not quite right', () => {
  it.each([
    ['as HTML', feed(titled('x')), 'text/html'],
    ['as nothing', feed(titled('x')), undefined],
    ['as an image', feed(titled('x')), 'image/png'],
    ['behind white space', `\n\n  ${feed(titled('x'))}`, 'text/xml'],
    ['behind a mark', `\ufeff${feed(titled('x'))}`, 'text/xml'],
    ['behind a comment', feed(titled('x'), '<!-- <rss> <html> -->'), 'text/xml'],
    ['behind a style sheet', feed(titled('x'), '<?xml version="1.0"?><?xml-stylesheet href="a.xsl"?>'), 'text/xml'],
    ['behind a document type', feed(titled('x'), '<!DOCTYPE rss PUBLIC "-//x>" "y" [<!ENTITY a "]>">]>'), 'text/xml'],
    ['with another case', feed(titled('x')).replaceAll('rss', 'RSS').replaceAll('item', 'ITEM'), 'text/xml'],
    ['with an unclosed end', feed(titled('x')).replace('</channel></rss>', ''), 'text/xml'],
  ])('are read %s', async (_, body, contentType) => {
    const { items } = await read(body, contentType)
    expect(items.map(({ title }) => title)).toEqual(['x'])
  })

  it('are read in any charset', async () => {
    const declared = (name: string, text: string) => feed(titled(text), `<?xml version="1.0" encoding="${name}"?>`)
    const titles = await Promise.all([
      read(bytes(declared('windows-1252', 'caf\u00e9 \u0093q\u0094'))),
      read(bytes(declared('utf-8', '\u00bf')), 'text/xml; charset=iso-8859-2'),
      read(bytes(feed(titled('caf\u00e9')))),
      read(utf16(declared('utf-16', 'żółć'))),
      read(declared('iso-8859-1', 'żółć')),
    ])
    expect(titles.map(({ items }) => items[0]?.title)).toEqual(['café “q”', 'ż', 'café', 'żółć', 'żółć'])
  })

  it.each([
    ['&amp;lt;', '<'],
    ['&eacute;&#233;&#xe9;', 'ééé'],
    ['a &amp; b', 'a & b'],
    ['a & b &unknown;', 'a & b &unknown;'],
    ['<![CDATA[a <b>bold</b> move]]>', 'a bold move'],
    ['How to use &lt;div&gt;', 'How to use <div>'],
    ['a\n   b', 'a b'],
    ['&#xd800;x', '\ufffdx'],
  ])('keep their entities: %s', async (title, expected) => {
    const [item] = (await read(feed(titled(title)))).items
    expect(item?.title).toBe(expected)
  })

  it('lose no text of an item without markup', async () => {
    const [item] = (await read(feed('<item><guid>1</guid><description>1 &lt; 2, and a & b\nnext</description></item>')))
      .items
    expect(item).toMatchObject({ text: '1 < 2, and a & b\nnext', html: null })
  })

  it.each([
    ['nothing', ''],
    ['white space', '  \n '],
    ['a page', '<!doctype html><html><head><title>Not found</title></head></html>'],
    [
      'a page with a feed in it',
      '<html><pre><rss version="2.0"><channel><title>x</title></channel></rss></pre></html>',
    ],
    ['other XML', '<?xml version="1.0"?><opml version="2.0"><body/></opml>'],
    ['plain text', 'Service unavailable'],
    ['other JSON', '{"error":"x"}'],
    ['a JSON list', '[]'],
    ['broken JSON', '{"version":"https://jsonfeed.org/version/1.1","items":['],
    ['deep JSON', `{"version":"https://jsonfeed.org/version/1.1","items":${'['.repeat(100_000)}`],
    ['a prolog only', '<?xml version="1.0"?>'],
    ['an unclosed comment', '<!-- '],
    ['an unclosed document type', '<!DOCTYPE rss ['],
    ['an empty root', '<rss version="2.0"></rss>'],
    ['a root named like a member of every object', '<constructor></constructor>'],
    ['bytes', '\u0000\u0001\u0002'],
  ])('are malformed when they are %s', async (_, body) => {
    expect(await codeOf(read(body, 'application/rss+xml'))).toBe('provider_malformed')
  })

  it('may be empty', async () => {
    expect((await read(feed(''))).items).toEqual([])
  })
})

describe('feeds that mean harm', () => {
  const laughs = Array.from({ length: 9 }, (_, level) => `<!ENTITY l${level + 1} "${`&l${level};`.repeat(10)}">`).join(
    '',
  )

  it('do not get entities expanded', async () => {
    const { items } = await read(feed(titled('a &l9; b'), `<!DOCTYPE rss [<!ENTITY l0 "lol">${laughs}]>`))
    expect(items[0]?.title).toBe('a &l9; b')
  })

  it('do not get files read', async () => {
    const { items } = await read(feed(titled('&x;'), '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>'))
    expect(items[0]?.title).toBe('&x;')
  })

  it('do not change prototypes', async () => {
    expect(await codeOf(read(feed('<item><__proto__><polluted>1</polluted></__proto__></item>')))).not.toBe('null')
    await read('{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","__proto__":{"polluted":1}}]}')
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })

  it('are not read beyond the cap', async () => {
    let sent = 0
    const chunk = new TextEncoder().encode('<item><guid>1</guid></item>'.repeat(4000))
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull(controller) {
        sent += chunk.byteLength
        controller.enqueue(chunk)
        if (sent > 50_000_000) controller.close()
      },
    })
    const { readers } = rss({ fetch: () => Promise.resolve(new Response(body)) })
    const signal = new AbortController().signal
    const options = { account: { externalId: address, handle: 'x' }, since: null, cursor: null, limit: 1, signal }
    expect(await codeOf(readers.activities(options))).toBe('provider_malformed')
    expect(sent).toBeLessThan(11_000_000)
  })

  it('are read only so far when they list too much', async () => {
    const { items, rejected } = await read(
      feed(Array.from({ length: 10_002 }, (_, n) => `<item><guid>${n}</guid></item>`).join('')),
    )
    expect(items).toHaveLength(500)
    expect(rejected).toHaveLength(1)
    expect(rejected[0]?.reason).toContain('10000')
  })

  it.each([
    ['a million open elements', feed('<item>' + '<a>'.repeat(1_000_000))],
    ['a million closing tags', feed('</a>'.repeat(1_000_000))],
    ['a million angle brackets', feed(`<item>${'<'.repeat(1_000_000)}</item>`)],
    ['CDATA in CDATA', feed(`<item><title>${'<![CDATA['.repeat(300_000)}</item>`)],
    ['comments in comments', feed(`<item><title>${'<!--'.repeat(300_000)}</item>`)],
    ['brackets for an author', feed(`<item><guid>1</guid><author>${'('.repeat(500_000)}</author></item>`)],
    ['dashes for an author', feed(`<item><guid>1</guid><author>x@y.z a${'-'.repeat(500_000)}b</author></item>`)],
    ['authors in authors', feed(`<item><guid>1</guid>${'<author>('.repeat(100_000)}</author></item>`)],
    ['brackets for a web master', feed(`<webMaster>${'('.repeat(500_000)}</webMaster>`)],
    [
      'brackets behind a prefix',
      feed(`<item><guid>1</guid><x:author xmlns:x="http://purl.org/rss/1.0/">${'('.repeat(500_000)}</x:author></item>`),
    ],
    ['ampersands', feed(titled('&'.repeat(1_000_000)))],
    [
      'attributes',
      feed(`<item ${Array.from({ length: 100_000 }, (_, n) => `a${n}="1"`).join(' ')}><guid>1</guid></item>`),
    ],
    [
      'nested html',
      feed(
        `<item><guid>1</guid><content:encoded><![CDATA[${'<b><i>'.repeat(300_000)}x${'</u>'.repeat(300_000)}]]></content:encoded></item>`,
      ),
    ],
    [
      'white space',
      feed(
        `<item><guid>1</guid><title>a${' '.repeat(1_000_000)}b</title><pubDate>${'1 '.repeat(300_000)}</pubDate></item>`,
      ),
    ],
    ['a long id', feed(`<item><guid>${'x'.repeat(1_000_000)}</guid></item>`)],
    ['a page of links', `<html>${'<link rel="alternate" '.repeat(200_000)}`],
    ['categories', feed(`<item><guid>1</guid>${'<category>#a</category>'.repeat(100_000)}</item>`)],
    [
      'a tombstone',
      feed(
        '',
        `<?xml version="1.0"?><!-- http://purl.org/atompub/tombstones/1.0 ${'<deleted-entry ref '.repeat(100_000)}-->`,
      ),
    ],
  ])(
    'are done with in time: %s',
    async (_, body) => {
      const outcome = await codeOf(read(body))
      expect(['null', 'provider_malformed']).toContain(outcome)
    },
    // Every one of these takes minutes where time grows with the square of the length.
    10_000,
  )

  it('are either read or malformed, whatever they are made of', async () => {
    const part = fc.constantFrom(
      ...[
        '<item>',
        '</item>',
        '<guid>',
        '</guid>',
        '<title>',
        '</title>',
        '<link>',
        '</link>',
        '<description>',
        '</channel>',
      ],
      ...[
        '<pubDate>',
        '</pubDate>',
        '<author>',
        '</author>',
        '<enclosure url="',
        '" type="',
        '"/>',
        '<content:encoded>',
      ],
      ...[
        '<![CDATA[',
        ']]>',
        '<!--',
        '-->',
        '&amp;',
        '&#',
        ';',
        '<',
        '>',
        'a',
        '1',
        'https://x.example/',
        '2026-01-01',
        '(',
      ],
      ...[
        '<media:group>',
        '<media:content url="x">',
        '<category>',
        '<atom:link href="y"/>',
        '<dc:date>',
        'xml:base="//"',
      ],
    )
    const bodies = fc.array(part, { maxLength: 40 }).map((parts) => feed(parts.join('')))
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        const page = await read(body).catch((error: unknown) => {
          if (isSociusError(error, 'provider_malformed')) return null
          throw error
        })
        const { items, rejected } = page ?? { items: [], rejected: [] }
        const ids = items.map(({ externalId }) => externalId)
        expect(new Set(ids).size).toBe(ids.length)
        expect(items.every(({ publishedAt }) => Number.isSafeInteger(publishedAt) && publishedAt <= now)).toBe(true)
        expect(rejected.every(({ reason }) => reason !== '')).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('give text, but no html, when that is nested without end', async () => {
    const html = `${'<b>'.repeat(1000)}deep`
    const [item] = (
      await read(feed(`<item><guid>1</guid><content:encoded><![CDATA[${html}]]></content:encoded></item>`))
    ).items
    expect(item).toMatchObject({ text: 'deep', html: null })
  })

  it('do not get their own text repeated in errors', async () => {
    for (const body of ['<rss version="2.0">SECRET', '<html>SECRET', 'SECRET', '{"SECRET":', feed('<item><SECRET')]) {
      const error = await read(body).catch((thrown: unknown) => thrown)
      const parts =
        error instanceof Error ? [error.message, error.stack, String(error.cause), JSON.stringify(error)] : []
      expect(parts.join('\n')).not.toContain('SECRET')
    }
  })

  it('do not get addresses of other schemes, or with credentials, into an item', async () => {
    const [item] = (
      await read(
        feed(
          '<item><guid>1</guid><link>javascript:alert(1)</link><enclosure url="data:text/html,x" type="image/png"/>' +
            '<enclosure url="https://u:SECRET@example.com/a.png" type="image/png"/>' +
            '<description>&lt;img src="file:///etc/passwd"&gt;x</description></item>',
        ),
      )
    ).items
    expect(item).toMatchObject({ url: null, media: [{ type: 'image', url: 'https://example.com/a.png' }] })
  })
})

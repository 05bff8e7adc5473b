import { afterEach, describe, expect, it, vi } from 'vitest'
import { cidOfBlob, cidOfRecord } from './cid.js'
import { microsecondsOf, tidOf } from './tid.js'

// Records that a real server wrote for synthetic accounts, with the CIDs that it gave them.
describe('cidOfRecord', () => {
  it('gives a plain post the CID of the real server', () => {
    const record = {
      text: 'Lesson 1',
      $type: 'app.bsky.feed.post',
      langs: ['en'],
      createdAt: '2026-11-21T05:37:38.903Z',
    }
    expect(cidOfRecord(record)).toBe('bafyreibqhkrai32zspjmsl4vlzz2x4q4beornbctl5gd6hqqizk5vmv654')
  })

  it('covers facets, embeds and text beyond ASCII', () => {
    const facet = (byteStart: number, byteEnd: number, feature: Record<string, string>) => ({
      index: { byteEnd, byteStart },
      features: [feature],
    })
    const record = {
      tags: ['learning'],
      text: 'Café ☕ with @ben.test on #Rust at https://example.com/a',
      $type: 'app.bsky.feed.post',
      embed: {
        $type: 'app.bsky.embed.external',
        external: { uri: 'https://example.com/a', title: 'A page', description: 'About a thing' },
      },
      langs: ['en', 'de'],
      facets: [
        facet(15, 24, { did: 'did:plc:hyl6upwhcc7wbccvqcrgklb4', $type: 'app.bsky.richtext.facet#mention' }),
        facet(28, 33, { tag: 'Rust', $type: 'app.bsky.richtext.facet#tag' }),
        facet(37, 58, { uri: 'https://example.com/a', $type: 'app.bsky.richtext.facet#link' }),
      ],
      createdAt: '2026-11-21T05:37:38.975Z',
    }
    expect(cidOfRecord(record)).toBe('bafyreibux3b6k7xe6mp7akeryfwlfy5myqou4ik3nscda5q2ltcfbjptle')
  })

  it('covers links to blobs', () => {
    const record = {
      text: 'A picture',
      $type: 'app.bsky.feed.post',
      embed: {
        $type: 'app.bsky.embed.images',
        images: [
          {
            alt: 'One pixel',
            image: {
              ref: { $link: 'bafkreidlp6sdj6jkroakvmbntpy2clsj77foijheae5byt3iwz7d2k542a' },
              size: 70,
              $type: 'blob',
              mimeType: 'image/png',
            },
            aspectRatio: { width: 1, height: 1 },
          },
        ],
      },
      createdAt: '2026-11-21T05:37:39.051Z',
    }
    expect(cidOfRecord(record)).toBe('bafyreiagollcxtxy3gunh37adrpn6ynvsmv6nlpzkjybzloodnfjpgvbbu')
  })

  it('covers replies, long texts and growth of its buffer', () => {
    const record = {
      text: 'My own reply',
      $type: 'app.bsky.feed.post',
      reply: {
        root: {
          cid: 'bafyreibqhkrai32zspjmsl4vlzz2x4q4beornbctl5gd6hqqizk5vmv654',
          uri: 'at://did:plc:efifd74g7ktxv6qyekbngyhy/app.bsky.feed.post/3n2sf35sdv22u',
        },
        parent: {
          cid: 'bafyreieod7h5vxntbw4z6hxqmnhcxnhq3i5c2g22sjnkn45qlyqfsb3pse',
          uri: 'at://did:plc:hyl6upwhcc7wbccvqcrgklb4/app.bsky.feed.post/3n2sf35xxl22u',
        },
      },
      createdAt: '2026-11-21T05:37:39.104Z',
    }
    const expected = 'bafyreigead74fu226hk3pkew66f3zli772m7phvgszo3wxsm3mx3ollsgi'
    expect(cidOfRecord(record)).toBe(expected)
    expect(cidOfRecord({ text: 'ä'.repeat(20_000) })).toMatch(/^bafyrei[a-z2-7]{52}$/)
    expect(cidOfRecord(record)).toBe(expected)
  })

  it('names blobs with the codec for raw bytes', () => {
    // SHA-256 of nothing, as a CID: a vector of the IPFS documentation.
    expect(cidOfBlob(new Uint8Array())).toBe('bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku')
  })
})

describe('without Node', () => {
  afterEach(() => {
    vi.restoreAllMocks()
    vi.resetModules()
  })

  it('gives the same CIDs', async () => {
    vi.resetModules()
    vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined)
    const portable = await import('./cid.js')
    expect(portable.cidOfRecord).not.toBe(cidOfRecord)
    for (const text of ['', 'Café ☕', 'x'.repeat(300)]) {
      expect(portable.cidOfRecord({ text })).toBe(cidOfRecord({ text }))
    }
  })
})

describe('tidOf', () => {
  it('gives the form of the specification, sorted by time, and can be read back', () => {
    const earlier = tidOf(1_795_239_458_903_000, 24)
    const later = tidOf(1_795_239_458_903_001, 0)
    expect(earlier).toMatch(/^[234567a-j][234567a-z]{12}$/)
    // The real server's key for the same moment, but for the writer and the microseconds.
    expect(earlier.slice(0, 8)).toBe('3n2sf35s')
    expect(later > earlier).toBe(true)
    expect(microsecondsOf(later)).toBe(1_795_239_458_903_001)
    expect(microsecondsOf('self')).toBe(null)
  })
})

import { isSociusError } from '@socius/core/provider'
import { describe, expect, it } from 'vitest'
import { rss } from './provider.js'

const feedAddress = 'https://blog.example/feed'
const account = { externalId: feedAddress, handle: 'blog.example/feed' }
const items = [
  ['tag:blog.example,2026:1', 'https://blog.example/2026/first/?source=rss----1'],
  ['https://posts.example/2', 'https://posts.example/@ada/second?id=2&lang=en'],
  ['3', '/third'],
]
const feed = `<rss version="2.0"><channel><title>Blog</title><link>https://blog.example/</link>${items
  .map(
    ([guid, link]) =>
      `<item><guid isPermaLink="false">${guid}</guid><link>${link?.replace('&', '&amp;')}</link>
       <title>${guid}</title><pubDate>Sun, 01 Mar 2026 12:00:00 GMT</pubDate></item>`,
  )
  .join('')}</channel></rss>`

async function read(address: string) {
  const asked: string[] = []
  const fetch: typeof globalThis.fetch = async (input) => {
    asked.push(new Request(input).url)
    return new Response(feed, { headers: { 'content-type': 'application/rss+xml' } })
  }
  const reading = rss({ fetch }).readers.item({ account, address, signal: new AbortController().signal })
  const found = await reading.then(
    ({ item }) => item.title,
    (error: unknown) => (isSociusError(error) ? error.code : String(error)),
  )
  expect(asked.every((url) => url === feedAddress)).toBe(true)
  return found
}

describe('a single item of a feed', () => {
  it.each([
    ['tag:blog.example,2026:1', 'tag:blog.example,2026:1'],
    [`${feedAddress}#tag:blog.example,2026:1`, 'tag:blog.example,2026:1'],
    ['https://blog.example/2026/first', 'tag:blog.example,2026:1'],
    ['http://www.blog.example/2026/first/?utm_source=x#more', 'tag:blog.example,2026:1'],
    ['https://m.blog.example/2026/first', 'tag:blog.example,2026:1'],
    ['https://posts.example/2', 'https://posts.example/2'],
    ['https://posts.example/@ada/second?lang=en&id=2&fbclid=1', 'https://posts.example/2'],
    ['3', '3'],
    ['https://blog.example/third', '3'],
  ])('is found as %s', async (address, title) => {
    expect(await read(address)).toBe(title)
  })

  it.each([
    ['https://blog.example/fourth', 'provider_not_found'],
    ['https://posts.example/@ada/second?id=3&lang=en', 'provider_not_found'],
    ['4', 'provider_not_found'],
    ['https://else.example/2026/first', 'invalid_input'],
    ['https://ada:secret@blog.example/2026/first', 'invalid_input'],
    ['file:///etc/passwd', 'invalid_input'],
    ['', 'invalid_input'],
  ])('is not, as %s', async (address, code) => {
    expect(await read(address)).toBe(code)
  })
})

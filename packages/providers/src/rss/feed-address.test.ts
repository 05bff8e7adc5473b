import { describe, expect, it } from 'vitest'
import { feedAddressOf, handleOfFeed } from './feed-address.js'

describe('feedAddressOf', () => {
  it.each([
    ['medium:@ada', 'https://medium.com/feed/@ada'],
    ['medium: some-publication', 'https://medium.com/feed/some-publication'],
    ['https://medium.com/@ada', 'https://medium.com/feed/@ada'],
    ['https://www.medium.com/@ada/', 'https://medium.com/feed/@ada'],
    ['medium.com/@ada/a-post-123abc?source=x', 'https://medium.com/feed/@ada'],
    ['https://medium.com/feed/@ada', 'https://medium.com/feed/@ada'],
    ['https://medium.com/tag/rust', 'https://medium.com/feed/tag/rust'],
    ['https://ada.medium.com/about', 'https://ada.medium.com/feed'],
    ['dev:@ada', 'https://dev.to/feed/ada'],
    ['DevTo:ada', 'https://dev.to/feed/ada'],
    ['https://dev.to/ada', 'https://dev.to/feed/ada'],
    ['https://dev.to/ada/a-post-1a2b', 'https://dev.to/feed/ada'],
    ['https://dev.to/feed/ada', 'https://dev.to/feed/ada'],
    ['hashnode:Ada', 'https://ada.hashnode.dev/rss.xml'],
    ['https://ada.hashnode.dev/a-post', 'https://ada.hashnode.dev/rss.xml'],
    ['substack:ada', 'https://ada.substack.com/feed'],
    ['ada.substack.com', 'https://ada.substack.com/feed'],
    ['https://substack.com/@ada', 'https://substack.com/@ada'],
    ['example.org', 'https://example.org/'],
    ['http://example.org/feed.xml?utm_source=x&a=1#top', 'http://example.org/feed.xml?a=1'],
    ['HTTPS://EXAMPLE.org:443/Feed', 'https://example.org/Feed'],
    ['feed://example.org/x', 'http://example.org/x'],
    ['feed:https://example.org/x', 'https://example.org/x'],
    ['http://intranet/feed', 'http://intranet/feed'],
    ['localhost:8080/feed', 'https://localhost:8080/feed'],
    ['  example.org/feed  ', 'https://example.org/feed'],
  ])('turns %s into %s', (handle, expected) => {
    expect(feedAddressOf(handle).href).toBe(expected)
  })

  it.each([
    '',
    ' ',
    'ada',
    '@ada',
    'tumblr:ada',
    'ftp://example.org',
    'https://u:p@example.org/',
    'mailto:a@b.c',
    'https://',
  ])('refuses %j without repeating it', (handle) => {
    expect(() => feedAddressOf(handle)).toThrowError(expect.objectContaining({ code: 'invalid_input' }))
  })
})

describe('handleOfFeed', () => {
  it.each([
    ['https://medium.com/feed/@ada', 'medium.com/@ada'],
    ['https://medium.com/feed/tag/rust', 'medium.com/feed/tag/rust'],
    ['https://ada.medium.com/feed', 'ada.medium.com'],
    ['https://dev.to/feed/ada', 'dev.to/ada'],
    ['https://ada.hashnode.dev/rss.xml', 'ada.hashnode.dev'],
    ['https://ada.substack.com/feed', 'ada.substack.com'],
    ['https://example.org/feed.xml', 'example.org/feed.xml'],
    ['https://example.org/', 'example.org'],
    ['https://example.org/?feed=rss2', 'example.org/?feed=rss2'],
    ['http://example.org/feed.xml', 'http://example.org/feed.xml'],
    ['https://localhost:8080/feed', 'localhost:8080/feed'],
  ])('writes %s as %s, which leads back to it', (address, handle) => {
    expect(handleOfFeed(new URL(address))).toBe(handle)
    expect(feedAddressOf(handle).href).toBe(address)
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { looksLikeHtml, readHtml } from './read-html.js'

describe('readHtml', () => {
  it.each([
    ['', null],
    ['  ', null],
    ['plain', 'plain'],
    ['<p>one</p><p>two</p>', 'one\n\ntwo'],
    ['<p>one\n  <b>two</b>\tthree </p>', 'one two three'],
    ['a<b>b</b>c', 'abc'],
    ['a <b> b </b> c', 'a b c'],
    ['one<br>two<br/>three', 'one\ntwo\nthree'],
    ['<h1>Title</h1>text', 'Title\n\ntext'],
    ['<ul><li>a</li><li>b</li></ul>', 'a\nb'],
    ['<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>', 'a b\nc'],
    ['<pre>a\n  b</pre>c', 'a\n  b\n\nc'],
    ['&lt;b&gt; &amp;amp; &eacute; &#x1f388; &nbsp;', '<b> &amp; é 🎈'],
    ['<script>alert("<p>x</p>")</script>a<style>b{}</style><!-- c -->', 'a'],
    ['<noscript><p>hidden</p></noscript>a<svg><text>b</text></svg>c', 'ac'],
    ['<template><template>x</template>y</template>z', 'z'],
    ['a <x-unknown>b</x-unknown> c', 'a b c'],
    ['1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
    ['<![CDATA[x]]>y', 'xy'],
    ['a<p', 'ap'],
    ['<p title="a > b">c', 'c'],
    ['</p></div>a', 'a'],
  ])('reads %j', (html, text) => {
    expect(readHtml(html).text).toBe(text)
  })

  it('finds the first picture that is more than a pixel', () => {
    const html =
      '<img src="https://x/stat.gif" width="1" height="1"><img alt="no source"><img src="data:image/png;base64,x">' +
      '<IMG SRC=" a.png?b=1&amp;c=2 " alt="A &quot;b&quot;" width="10px" height="20"><img src="later.png">'
    expect(readHtml(html).image).toEqual({ src: 'a.png?b=1&c=2', alt: 'A "b"', width: 10, height: 20 })
  })

  it('finds pictures that are only shown without scripts', () => {
    expect(readHtml('<noscript><img src="a.png"></noscript>').image?.src).toBe('a.png')
  })

  it('tells nesting without end from long pages', () => {
    expect(readHtml('<div>'.repeat(501)).tooDeep).toBe(true)
    expect(readHtml('<div>'.repeat(500) + '</div>'.repeat(500)).tooDeep).toBe(false)
    expect(readHtml('<p>x</p><br><img src=x>'.repeat(10_000)).tooDeep).toBe(false)
  })

  it('returns plain text as it is, but for white space', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abcé🎈.,;!?()[]{}"\''), minLength: 1, maxLength: 8 })
    fc.assert(
      fc.property(fc.array(word, { minLength: 1 }), fc.constantFrom(' ', '\n', '\t ', '  '), (words, gap) => {
        expect(readHtml(words.join(gap)).text).toBe(words.join(' '))
      }),
    )
  })

  it('finds every word between tags, in order, and none of the tags', () => {
    const tag = fc.constantFrom('p', 'b', 'div', 'li', 'span', 'h2', 'td')
    const tree: fc.Arbitrary<{ html: string; words: string[] }> = fc.letrec<{
      node: { html: string; words: string[] }
    }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 5 },
        fc.stringMatching(/^[a-z]{1,8}$/).map((word) => ({ html: ` ${word} `, words: [word] })),
        fc.tuple(tag, fc.array(tie('node'), { maxLength: 4 })).map(([name, nodes]) => ({
          html: `<${name} class="q">${nodes.map(({ html }) => html).join('')}</${name}>`,
          words: nodes.flatMap(({ words }) => words),
        })),
      ),
    })).node
    fc.assert(
      fc.property(tree, ({ html, words }) => {
        expect(readHtml(html).text?.split(/\s+/) ?? []).toEqual(words)
      }),
    )
  })

  it('bears anything', () => {
    const part = fc.constantFrom(
      '<',
      '>',
      '</',
      '<p',
      '<!--',
      '-->',
      '"',
      "'",
      '&',
      ';',
      '&#',
      '<script',
      '<pre>',
      'a',
      '=',
      '\n',
    )
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 60 }).map((parts) => parts.join('')),
        (html) => {
          const { text } = readHtml(html)
          expect(text === null || text === text.trim()).toBe(true)
        },
      ),
    )
  })
})

describe('looksLikeHtml', () => {
  it.each(['<p>a</p>', 'a<br>b', 'a</b>', '<!-- a -->', 'a &amp; b', '&#8217;', '<img src=x/>'])(
    'is true of %j',
    (text) => {
      expect(looksLikeHtml(text)).toBe(true)
    },
  )

  it.each(['a', '1 < 2', 'a <3 b', 'a & b', 'R&D;', '&#99999999999;'])('is false of %j', (text) => {
    expect(looksLikeHtml(text)).toBe(false)
  })
})

import { expect, it } from 'vitest'
import { findFacets } from './facets.js'

it.each(['plain', 'Café', '☕', '👩‍🚀', 'half \ud800', '\udc00\ud800'])('marks by bytes after %j', (before) => {
  const bytes = new TextEncoder().encode(`${before} `).length
  const [facet] = findFacets(`${before} #tag`, () => undefined)
  expect(facet).toMatchObject({ index: { byteStart: bytes, byteEnd: bytes + 4 } })
})

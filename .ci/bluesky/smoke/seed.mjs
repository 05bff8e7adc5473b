import { POST, refOf } from './names.mjs'

/** Two accounts and what they wrote. */
export const seed = async ({ bluesky }) => {
  const { ok, settle, create, put } = bluesky
  const ada = await bluesky.createAccount('ada.test')
  const ben = await bluesky.createAccount('ben.test')
  const description = 'Synthetic account\nhttps://example.com'
  await put(ada, 'app.bsky.actor.profile', 'self', { displayName: 'Ada Example', description })

  const lessons = []
  for (let n = 1; n <= 5; n++) lessons.push(await create(ada, POST, { text: `Lesson ${n}`, langs: ['en'] }))

  // Facets count UTF-8 bytes: the accent and the cup make them differ from UTF-16 offsets.
  const text = 'Café ☕ with @ben.test on #Rust at https://example.com/a'
  const facet = (part, type, value) => {
    const byteStart = Buffer.byteLength(text.slice(0, text.indexOf(part)))
    const index = { byteStart, byteEnd: byteStart + Buffer.byteLength(part) }
    return { index, features: [{ $type: `app.bsky.richtext.facet#${type}`, ...value }] }
  }
  const rich = await create(ada, POST, {
    text,
    langs: ['en', 'de'],
    tags: ['learning'],
    facets: [
      facet('@ben.test', 'mention', { did: ben.did }),
      facet('#Rust', 'tag', { tag: 'Rust' }),
      facet('https://example.com/a', 'link', { uri: 'https://example.com/a' }),
    ],
    embed: {
      $type: 'app.bsky.embed.external',
      external: { uri: 'https://example.com/a', title: 'A page', description: 'About a thing' },
    },
  })
  const past = await create(ada, POST, { text: 'Said to be old', createdAt: '2020-01-01T00:00:00.000Z' })
  const future = await create(ada, POST, { text: 'Said to be new', createdAt: '2099-01-01T00:00:00.000Z' })

  const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
  const upload = { token: ada.token, body: Buffer.from(pixel, 'base64') }
  const { blob: image } = await ok('pds', 'com.atproto.repo.uploadBlob', upload)
  const images = [{ alt: 'One pixel', image, aspectRatio: { width: 1, height: 1 } }]
  const picture = await create(ada, POST, { text: 'A picture', embed: { $type: 'app.bsky.embed.images', images } })

  // Repositories are indexed side by side: a reply that is indexed before what it answers makes no notification.
  await settle()

  const [lesson] = lessons
  const embed = { $type: 'app.bsky.embed.record', record: refOf(lesson) }
  const quote = await create(ben, POST, { text: 'Quoting', embed })
  const root = refOf(lesson)
  const reply = await create(ben, POST, { text: 'A reply', reply: { root, parent: root } })
  await settle()
  const ownReply = await create(ada, POST, { text: 'My own reply', reply: { root, parent: refOf(reply) } })
  const like = await create(ben, 'app.bsky.feed.like', { subject: root })
  await create(ben, 'app.bsky.feed.repost', { subject: root })
  await create(ada, 'app.bsky.feed.repost', { subject: refOf(quote) })
  await create(ben, 'app.bsky.graph.follow', { subject: ada.did })
  await settle()
  return { ada, ben, lessons, rich, past, future, picture, quote, reply, ownReply, like }
}

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createNetwork, type Network } from '../index.js'

// What the real servers answered to the scenario that is played below on the simulated ones (.ci/bluesky/smoke).
const folder = join(import.meta.dirname, '../../../../../.ci/bluesky/answers')

interface Recorded {
  readonly name: string
  readonly server: string
  readonly request: string
  readonly status: number
  readonly body: unknown
}

const recorded = readdirSync(folder).map((file): Recorded => {
  const answer = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Omit<Recorded, 'name'>
  return { ...answer, name: file.replace('.json', '') }
})

const simulated =
  /xrpc\/(?:app\.bsky\.(?:actor\.getProfiles?|feed\.(?:getAuthorFeed|getPosts|getPostThread|searchPosts|getNonsense))|com\.atproto\.(?:repo\.(?:getRecord|listRecords)|sync\.getRepoStatus|identity\.resolveHandle))(?:\?|$)/

// The two servers word this one differently, and the simulated network is an AppView first.
const worded = new Set(['pds-resolve-handle-unknown', 'account-deactivated-resolve', 'account-taken-down-resolve'])
worded.add('account-deleted-resolve')

/** The state of the scenario in which an answer was given. */
function phaseOf({ name }: Recorded): (typeof phases)[number] {
  const [, status] = /^account-(deactivated|taken-down|deleted)-/.exec(name) ?? []
  if (status) return status as (typeof phases)[number]
  if (/after-handle-change|by-old-handle/.test(name)) return 'renamed'
  if (/after-edit|quote-of-edited/.test(name)) return 'edited'
  if (/after-delete|parent-deleted/.test(name)) return 'reduced'
  return 'seeded'
}

const phases = ['seeded', 'edited', 'reduced', 'renamed', 'deactivated', 'taken-down', 'deleted'] as const

function play(network: Network) {
  const ada = network.bluesky.account('ada.test', {
    displayName: 'Ada Example',
    description: 'Synthetic account\nhttps://example.com',
  })
  const ben = network.bluesky.account('ben.test')
  const lesson = ada.post('Lesson 1')
  const second = ada.post('Lesson 2')
  for (const number of [3, 4, 5]) ada.post(`Lesson ${number}`)
  ada.post('Café ☕ with @ben.test on #Rust at https://example.com/a', {
    languages: ['en', 'de'],
    tags: ['learning'],
    link: { uri: 'https://example.com/a', title: 'A page', description: 'About a thing' },
  })
  ada.post('Said to be old', { createdAt: Date.UTC(2020, 0, 1), languages: [] })
  ada.post('Said to be new', { createdAt: Date.UTC(2099, 0, 1), languages: [] })
  ada.post('A picture', { images: [{ alt: 'One pixel', width: 1, height: 1 }], languages: [] })
  const quote = ben.post('Quoting', { quote: lesson, languages: [] })
  const reply = ben.post('A reply', { replyTo: lesson, languages: [] })
  ada.post('My own reply', { replyTo: reply, languages: [] })
  const like = ben.like(lesson)
  ben.repost(lesson)
  ada.repost(quote)
  ben.follow(ada)
  return {
    seeded: () => undefined,
    edited: () => void ada.edit(lesson, 'Lesson 1, edited'),
    reduced() {
      ben.delete(like)
      ada.delete(second)
      ben.delete(reply)
    },
    renamed: () => ada.rename('ada-new.test'),
    deactivated: () => ada.deactivate(),
    'taken-down'() {
      ada.reactivate()
      ada.suspend()
    },
    deleted: () => ada.close(),
  } satisfies Record<(typeof phases)[number], () => void>
}

type Known = Map<string, { uri: string; cid: string; at: string }>

/** Posts by their texts, wherever they stand in an answer. */
function collectPosts(value: unknown, known: Known = new Map()): Known {
  if (typeof value !== 'object' || value === null) return known
  const { uri, cid, record, value: inner, indexedAt } = value as Record<string, unknown>
  const text = ((record ?? inner) as { text?: unknown } | undefined)?.text
  if (typeof uri === 'string' && typeof cid === 'string' && typeof text === 'string' && !known.get(text)?.at) {
    known.set(text, { uri, cid, at: typeof indexedAt === 'string' ? String(Date.parse(indexedAt)) : '' })
  }
  for (const part of Object.values(value)) collectPosts(part, known)
  return known
}

/** Names in the place of what differs from run to run, in the order in which they come. */
function named(body: unknown): unknown {
  const names = new Map<string, string>()
  const text = JSON.stringify(sorted(body))
    .replaceAll(/"size":\d+/g, '"size":0')
    .replaceAll(/image\/(?:png|jpeg)/g, 'image')
    .replaceAll(/https:\/\/[^/"]+\/img\//g, 'https://pictures/')
    .replaceAll(/20(?!20|99)\d\d-\d\d-\d\dT[\d:.]+Z/g, 'now')
    .replaceAll(/did:plc:[a-z2-7]{24}|baf[ky]rei[a-z2-7]{52}|3[a-z2-7]{12}|(?<=")\d{13}(?=__)/g, (found) => {
      const name = names.get(found) ?? `name ${names.size}`
      names.set(found, name)
      return name
    })
  return JSON.parse(text)
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, part]) => [key, sorted(part)]),
  )
}

describe('the simulated Bluesky', () => {
  const network = createNetwork()
  const steps = play(network)
  const ask = (path: string) => network.fetch(new URL(path, network.bluesky.origin))
  const theirs = collectPosts(recorded.map(({ body }) => body))
  const asked = recorded.filter(({ name, request }) => simulated.test(request) && !worded.has(name))

  async function translator(): Promise<(request: string) => string> {
    const answer = await ask('/xrpc/app.bsky.feed.getAuthorFeed?actor=ada.test')
    const ours = collectPosts(await answer.json())
    const pairs = [...theirs].flatMap(([text, their]) => {
      const our = ours.get(text)
      const parts = (post: { uri: string; cid: string; at: string }) => {
        const [, , did = '', , rkey = ''] = post.uri.split('/')
        return [did, rkey, post.cid, post.at]
      }
      return our ? parts(their).map((part, index) => [part, parts(our)[index] ?? ''] as const) : []
    })
    return (request) =>
      pairs.reduce(
        (text, [from, to]) => (from ? text.replaceAll(encodeURIComponent(from), encodeURIComponent(to)) : text),
        request.replace(/^GET /, ''),
      )
  }

  it('answers as the real servers did, in every state of an account', async () => {
    const translate = await translator()
    let compared = 0
    for (const phase of phases) {
      steps[phase]()
      for (const { name, request, status, body } of asked.filter((answer) => phaseOf(answer) === phase)) {
        const answer = await ask(translate(request))
        expect([name, answer.status, named(await answer.json())]).toEqual([name, status, named(body)])
        compared += 1
      }
    }
    expect(compared).toBe(asked.length)
    expect(compared).toBeGreaterThan(60)
  })
})

import { readFileSync } from 'node:fs'
import type { PageOptions } from '@socius/core/provider'
import { beforeEach } from 'vitest'
import { scriptNetwork } from '../drafts/network.fixture.js'

export const ada = 'did:plc:wjdq3uyetraio6hfczhxkb6a'
export const ben = 'did:plc:juyr52qbez66hu73vub2dytu'
export const account = { externalId: ada, handle: 'ada.test' }
export const live = new AbortController().signal
export const host = 'https://public.api.bsky.app'

export const getAuthorFeed = 'app.bsky.feed.getAuthorFeed'
export const getPosts = 'app.bsky.feed.getPosts'
export const getProfile = 'app.bsky.actor.getProfile'
export const getPostThread = 'app.bsky.feed.getPostThread'
export const getRecord = 'com.atproto.repo.getRecord'

export interface Reply {
  readonly status?: number
  readonly body: object
}

export interface RecordedReply extends Reply {
  readonly body: {
    readonly feed: object[]
    readonly posts: object[]
    readonly cursor: string
    readonly thread: object
  }
}

export const noSuchAccount: Reply = { status: 400, body: { error: 'InvalidRequest', message: 'Profile not found' } }
export const adaIsThere: Reply = { body: { did: ada, handle: 'ada.test' } }

/** What a real server answered. */
export function recorded(name: string): RecordedReply {
  return JSON.parse(readFileSync(new URL(`__fixtures__/${name}.json`, import.meta.url), 'utf8')) as RecordedReply
}

/** An AppView at the network that says what a test tells it to. */
export function scriptAppView() {
  const network = scriptNetwork()
  const requests: string[] = []
  beforeEach(() => {
    requests.length = 0
  })
  return {
    server: network.server,
    /** The questions that were asked, decoded. */
    requests,
    /** Answers each XRPC method by its name. */
    answer(replies: Readonly<Record<string, Reply | ((query: URLSearchParams) => Reply)>>): void {
      network.answer(`${host}/xrpc`, (request) => {
        const url = new URL(request.url)
        requests.push(decodeURIComponent(url.pathname + url.search).replace('/xrpc/', ''))
        const reply = replies[url.pathname.replace('/xrpc/', '')]
        if (!reply) return Response.json({ error: 'MethodNotImplemented' }, { status: 501 })
        const { status = 200, body } = typeof reply === 'function' ? reply(url.searchParams) : reply
        return Response.json(body, { status })
      })
    },
  }
}

export function pageOf(fields: Partial<PageOptions> = {}): PageOptions {
  return { account, since: null, cursor: null, limit: 100, signal: live, ...fields }
}

/** A post of Ada's as the server shows it. */
export function postView(rkey: string, createdAt: string, fields: object = {}) {
  return {
    uri: `at://${ada}/app.bsky.feed.post/${rkey}`,
    cid: `bafy${rkey}`,
    author: { did: ada, handle: 'ada.test' },
    record: { text: rkey, createdAt },
    indexedAt: createdAt,
    ...fields,
  }
}

import type { ActivityDraft, CommentDraft, Provider, ReadPage } from '@socius/core/provider'
import { check } from '../store/check.js'
import { live, requireReader } from './provider-case.js'
import type { CommentsFixture, PageFixture, ProviderSuiteOptions } from './provider-suite-options.js'

export type PageItem = ActivityDraft | CommentDraft

/** A reader of pages, whichever it is. */
export interface PageReader {
  readonly name: 'activities' | 'mentions' | 'comments' | 'search'
  readonly fixture: PageFixture<ActivityDraft> | CommentsFixture
  read(provider: Provider, request: PageRequest): Promise<ReadPage<PageItem>>
}

export interface PageRequest {
  readonly since?: number | null
  readonly cursor?: string | null
  readonly limit: number
  readonly bookmark?: string | null
}

/** The readers of pages that there are fixtures for. */
export function pageReaders({ account, activities, mentions, comments, search }: ProviderSuiteOptions): PageReader[] {
  const readers: PageReader[] = []
  const full = ({ since = null, cursor = null, limit, bookmark }: PageRequest) => ({
    ...{ account, since, cursor, limit, signal: live },
    ...(bookmark === undefined ? {} : { bookmark }),
  })
  if (activities) {
    readers.push({
      name: 'activities',
      fixture: activities,
      read: (provider, request) => requireReader(provider, 'activities')(full(request)),
    })
  }
  if (mentions) {
    readers.push({
      name: 'mentions',
      fixture: mentions,
      read: (provider, request) => requireReader(provider, 'mentions')(full(request)),
    })
  }
  if (comments) {
    const { subjectExternalId } = comments
    readers.push({
      name: 'comments',
      fixture: comments,
      read: (provider, request) => requireReader(provider, 'comments')({ ...full(request), subjectExternalId }),
    })
  }
  if (search) {
    const { query } = search
    readers.push({
      name: 'search',
      fixture: search,
      read: (provider, { since = null, cursor = null, limit }) =>
        requireReader(provider, 'search')({ query, since, cursor, limit, signal: live }),
    })
  }
  return readers
}

/** Follows `next` to the end. @throws CheckError when there is none */
export async function walkPages(
  reader: PageReader,
  provider: Provider,
  request: PageRequest,
): Promise<ReadPage<PageItem>[]> {
  const pages: ReadPage<PageItem>[] = []
  const most = reader.fixture.items.length * 2 + 5
  let cursor: string | null = null
  do {
    const page: ReadPage<PageItem> = await reader.read(provider, { ...request, cursor })
    pages.push(page)
    check(pages.length <= most, `${reader.name}: following next does not come to an end`)
    cursor = page.next
  } while (cursor !== null)
  return pages
}

import type { ActivityDraft, Provider, ReadPage, RejectedItem, SourceAccount } from '@socius/core/provider'

const { signal } = new AbortController()

/** The account of a handle, as its platform names it. */
export async function accountOf(provider: Provider, handle: string): Promise<SourceAccount> {
  const { profile } = await provider.readers.profile({ handle, signal })
  return { externalId: profile.externalId, handle: profile.handle ?? handle }
}

/** Every page of an account's activities. */
export async function readAll(
  provider: Provider,
  account: SourceAccount,
  limit = provider.capabilities.activities?.pageSize ?? 1,
) {
  const items: ActivityDraft[] = []
  const rejected: RejectedItem[] = []
  let cursor: string | null = null
  let pages = 0
  do {
    const page: ReadPage<ActivityDraft> | undefined = await provider.readers.activities?.({
      account,
      since: null,
      cursor,
      limit,
      signal,
    })
    if (!page) throw new Error('no such reader')
    items.push(...page.items)
    rejected.push(...page.rejected)
    cursor = page.next
    pages += 1
  } while (cursor !== null)
  return { items, rejected, pages }
}

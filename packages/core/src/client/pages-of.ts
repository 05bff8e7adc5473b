import type { Page } from '../kernel/index.js'
import type { CallOptions } from '../operation/index.js'

type ListCall = (input: never, options?: CallOptions) => Promise<Page<unknown>>

/** The page that a list gives. */
type PageOf<List> = List extends (...given: never[]) => Promise<infer OnePage> ? OnePage : never

/**
 * All pages of a list, each fetched when it is asked for.
 * @example
 * for await (const { items } of pagesOf(client.feed.home, { limit: 50 })) show(items)
 */
export async function* pagesOf<List extends ListCall>(
  list: List,
  input: NonNullable<Parameters<List>[0]>,
  options?: CallOptions,
): AsyncGenerator<PageOf<List>, void> {
  const given: object = input
  let { cursor = null } = given as { cursor?: string | null }
  do {
    // The list's own input, but for the cursor that its last page has given.
    const page: Page<unknown> = await list({ ...given, cursor } as never, options)
    yield page as PageOf<List>
    cursor = page.next
  } while (cursor !== null)
}

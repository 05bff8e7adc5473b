import { type Account, account, accountIdOf } from '../../accounts/index.js'
import {
  type Activity,
  type Comment,
  comment,
  commentAdded,
  loadSanitiser,
  textLimits,
} from '../../activities/index.js'
import {
  cleanOptional,
  cleanUrl,
  deriveId,
  digest,
  SociusError,
  throwIfAborted,
  yieldToLoop,
} from '../../kernel/index.js'
import type { CommandContext, TaskContext } from '../../operation/index.js'
import type { CommentDraft, CommentsOptions, ReadPage, RejectedItem } from '../../provider/index.js'
import { maxBatch } from '../../store/index.js'
import type { AccountReport } from '../report.js'
import type { SyncSettings } from '../sync-settings.js'
import { type AccountRun, movedMeanwhile, runAccount, setAside } from './account-run.js'
import { htmlOf } from './normalise-draft.js'

export interface SyncCommentsOptions {
  readonly context: TaskContext
  readonly account: Account
  readonly subject: Activity
  readonly settings: SyncSettings
}

/**
 * Reads what others have answered on the platform to one activity. Who they are is kept only of people who are here with
 * an account of their own: the others have agreed to nothing, so their words stand without a name, beside a link to them.
 */
export function syncComments({
  context,
  account: row,
  subject,
  settings,
}: SyncCommentsOptions): Promise<AccountReport> {
  return runAccount({ context, account: row, settings, stream: 'comments' }, async (run) => {
    const { provider, report, signal } = run
    const reader = provider.readers.comments
    const capability = provider.capabilities.comments
    if (!reader || !capability) throw new SociusError('unsupported', `${provider.title} does not offer comments.`)
    const limit = Math.min(capability.pageSize, maxBatch)
    const subjectExternalId = subject.externalId
    for (let cursor: string | null = null, more = true; more; ) {
      throwIfAborted(signal)
      const options: CommentsOptions = { account: row, subjectExternalId, since: null, cursor, limit, signal }
      const page: ReadPage<CommentDraft> = await run.call('comments', () => reader(options))
      report.spend += page.items.length * capability.price.perItem
      await writePage(run, subject, page.items, page.rejected)
      if (page.next !== null && page.next === cursor) {
        throw new SociusError('provider_malformed', 'The platform gave the same page again.')
      }
      cursor = page.next
      more = cursor !== null
      report.pages += 1
      report.fetched += page.items.length + page.rejected.length
      await yieldToLoop()
    }
  })
}

async function writePage(
  run: AccountRun,
  subject: Activity,
  drafts: readonly CommentDraft[],
  rejected: readonly RejectedItem[],
): Promise<void> {
  const { report } = run
  const fits = drafts.filter(isStorable)
  const aside = [
    ...rejected,
    ...drafts
      .filter((draft) => !isStorable(draft))
      .map(() => ({ externalId: null, reason: 'a comment that cannot be stored' })),
  ]
  const known = await knownAuthors(run, fits)
  const personOf = new Map([...known.values()].map(({ externalId, personId }) => [externalId, personId]))
  const sanitise = fits.some((draft) => draft.html !== null) ? await loadSanitiser() : null
  const rows = fits.map((draft) => {
    const personId = personOf.get(draft.author.externalId) ?? null
    return normaliseComment(run, subject, { draft, html: htmlOf(draft, sanitise), personId })
  })
  const result = await run.write(async (inner) => {
    await holdAuthors(inner, known)
    const written = await inner.store.upsert(comment, rows)
    await setAside(inner, run.account.id, aside)
    const personIds = new Map(rows.map(({ id, personId }) => [id, personId]))
    for (const commentId of written.inserted) {
      const payload = { subjectId: subject.id, personId: personIds.get(commentId) ?? null, commentId }
      inner.emit(commentAdded, { subject: subject.id, payload })
    }
    return written
  })
  report.created += result.inserted.length
  report.updated += result.updated.length
  report.unchanged += result.unchanged
  run.reportRejected(aside)
}

/** The people behind external ids, as far as they have linked an account here that is not disconnected. */
async function knownAuthors(run: AccountRun, drafts: readonly CommentDraft[]): Promise<ReadonlyMap<string, Account>> {
  const { store, actor } = run.context
  const ids = drafts.map(({ author }) => accountIdOf(actor.tenant, run.account.platform, author.externalId))
  const rows = await store.get(account, ids)
  const linked = rows.filter((row) => row !== null && row.state !== 'disconnected')
  return new Map(linked.flatMap((row) => (row ? [[row.id, row] as const] : [])))
}

/**
 * Keeps the authors' accounts with the people with whom they were found, until the transaction ends.
 * @throws `busy` (retryable) when one went to another person meanwhile.
 */
async function holdAuthors({ store }: CommandContext, known: ReadonlyMap<string, Account>): Promise<void> {
  if (known.size === 0) return
  const ids = [...known.keys()]
  await store.update(account, { where: { id: { in: ids } }, add: { linkedAt: 0 } })
  for (const row of await store.pick(account, ids, ['id', 'personId'])) {
    if (row && known.get(row.id)?.personId !== row.personId) throw movedMeanwhile(row.id)
  }
}

function isStorable({ externalId, publishedAt, editedAt, inReplyTo, author }: CommentDraft): boolean {
  const texts = [externalId, inReplyTo, author.externalId]
  const times = [publishedAt, editedAt ?? 0]
  return (
    externalId !== '' &&
    texts.every((text) => text === null || (text.isWellFormed() && !text.includes('\0') && text.length <= 2000)) &&
    times.every((time) => Number.isSafeInteger(time))
  )
}

interface Found {
  readonly draft: CommentDraft
  /** Safe to show. */
  readonly html: string | null
  readonly personId: string | null
}

function normaliseComment(run: AccountRun, subject: Activity, { draft, html, personId }: Found): Comment {
  const { account: row, context } = run
  const idOf = (externalId: string) => deriveId(context.actor.tenant, row.platform, 'comment', externalId)
  const isKnown = personId !== null
  const { author } = draft
  const content = {
    subjectId: subject.id,
    personId,
    parentId: draft.inReplyTo === null ? null : idOf(draft.inReplyTo),
    authorExternalId: isKnown ? author.externalId : null,
    authorName: isKnown ? cleanOptional(author.displayName, textLimits.name) : null,
    authorHandle: isKnown ? cleanOptional(author.handle, textLimits.handle) : null,
    url: cleanUrl(draft.url),
    text: cleanOptional(draft.text, textLimits.text),
    html,
    publishedAt: draft.publishedAt,
    editedAt: draft.editedAt,
  }
  return {
    ...content,
    // Whose a known author's words are changes with a merge, which moves them: that alone is no reason to write them again.
    id: idOf(draft.externalId),
    origin: 'synced',
    platform: row.platform,
    externalId: draft.externalId,
    accountId: row.id,
    contentHash: digest(JSON.stringify(Object.values({ ...content, personId: null }))),
    fetchedAt: context.clock.now(),
  }
}

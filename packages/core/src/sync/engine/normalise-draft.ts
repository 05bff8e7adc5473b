import type { Account } from '../../accounts/index.js'
import { type Activity, cleanAttachment, type SanitiseHtml, snippetOf, textLimits } from '../../activities/index.js'
import { cleanOptional, cleanUrl, deriveId, digest } from '../../kernel/index.js'
import {
  type ActivityDraft,
  type CommentDraft,
  type Counts,
  draftAudiences,
  type RejectedItem,
  syncedKinds,
} from '../../provider/index.js'
import type { CheckBounds } from '../sync-settings.js'
import { nextCheck } from './next-check.js'
import { renderText } from './render-text.js'

export interface NormaliseOptions {
  readonly tenant: string
  readonly account: Account
  /** Whether the consent lets others see what its own audience lets them see. */
  readonly mayDisplay: boolean
  readonly now: number
  /** How soon and how late activities are looked up again; null where the platform offers no look-ups. */
  readonly checks: CheckBounds | null
  /** Needed when any draft has HTML. */
  readonly sanitise: SanitiseHtml | null
}

/** A clock may be wrong by this much before a time is called the future. */
const clockSkew = 5 * 60_000
const maxListed = 100

/** The id of a synced activity. */
export function activityIdOf(tenant: string, platform: string, externalId: string): string {
  return deriveId(tenant, platform, 'activity', externalId)
}

/**
 * A draft that can be stored, as far as it takes to see whether it has changed. What is expensive, cleaning and
 * sanitising above all, is done only for what has.
 */
export interface CheckedDraft {
  readonly id: string
  readonly contentHash: string
  readonly counts: Counts
  readonly draft: ActivityDraft
}

/** The draft with its id and hash, or why it cannot be stored. */
export function checkDraft(
  draft: ActivityDraft,
  options: Omit<NormaliseOptions, 'sanitise' | 'checks'>,
): CheckedDraft | RejectedItem {
  const problem = problemOf(draft)
  if (problem !== null) {
    const externalId = typeof draft.externalId === 'string' ? draft.externalId : null
    return { externalId, reason: problem }
  }
  return {
    id: activityIdOf(options.tenant, options.account.platform, draft.externalId),
    contentHash: contentHash(draft, options),
    counts: cleanCounts(draft.counts),
    draft,
  }
}

/** The row that stands for a draft: cleaned, cut and sanitised, so that it can be stored and shown. */
export function normaliseDraft({ id, contentHash: hash, draft }: CheckedDraft, options: NormaliseOptions): Activity {
  const { account, now } = options
  const { author } = draft
  const text = cleanOptional(draft.text, textLimits.text)
  return {
    id,
    origin: 'synced',
    platform: account.platform,
    externalId: draft.externalId,
    accountId: account.id,
    consentId: account.consentId,
    personId: author.externalId === account.externalId ? account.personId : null,
    authorExternalId: author.externalId,
    authorName: cleanOptional(author.displayName, textLimits.name),
    authorHandle: cleanOptional(author.handle, textLimits.handle),
    authorAvatarUrl: cleanUrl(author.avatarUrl),
    kind: draft.kind,
    url: cleanUrl(draft.url),
    title: cleanOptional(draft.title, textLimits.title),
    text,
    html: htmlOf(draft, options.sanitise),
    snippet: snippetOf(text),
    language: draft.language !== null && draft.language.length <= 35 ? draft.language : null,
    attachments: draft.media.slice(0, maxListed).flatMap(cleanAttachment),
    hashtags: draft.hashtags.slice(0, maxListed).flatMap((hashtag) => cleanOptional(hashtag, 150) ?? []),
    mentions: draft.mentions.slice(0, maxListed).map(({ externalId, handle }) => ({
      externalId: cleanOptional(externalId, textLimits.url),
      handle: cleanOptional(handle, textLimits.handle),
    })),
    inReplyTo: draft.inReplyTo,
    shareOf: draft.shareOf,
    group: null,
    audience: options.mayDisplay ? draft.audience : 'private',
    state: 'present',
    stateSince: now,
    publishedAt: isAhead(draft, now) ? now + clockSkew : draft.publishedAt,
    editedAt: draft.editedAt,
    version: draft.version,
    contentHash: hash,
    firstSeenAt: now,
    fetchedAt: now,
    checkAt:
      options.checks && nextCheck({ now, publishedAt: draft.publishedAt, before: null, after: null }, options.checks),
  }
}

/**
 * What a draft says, as HTML that is safe to put into a page.
 * @param sanitise Needed where the platform gives HTML.
 */
export function htmlOf(draft: ActivityDraft | CommentDraft, sanitise: SanitiseHtml | null): string | null {
  if (draft.html === null) return draft.text === null ? null : renderText(draft.text, draft.links)
  return sanitise?.(draft.html.slice(0, textLimits.html)) || null
}

/** Whether a draft was set aside. */
export function isRejected(outcome: CheckedDraft | RejectedItem): outcome is RejectedItem {
  return 'reason' in outcome
}

// A provider's author may err; what cannot be stored must not stop the page.
function problemOf(draft: ActivityDraft): string | null {
  if (typeof draft.externalId !== 'string' || draft.externalId === '') return 'no external id'
  if (draft.externalId.length > textLimits.url || !isStorable(draft.externalId))
    return 'the external id cannot be stored'
  if (!Number.isSafeInteger(draft.publishedAt)) return 'no time of publication'
  if (draft.editedAt !== null && !Number.isSafeInteger(draft.editedAt)) return 'the time of the edit is not a time'
  if (!syncedKinds.includes(draft.kind)) return 'an unknown kind'
  if (!draftAudiences.includes(draft.audience)) return 'an unknown audience'
  const references = [draft.inReplyTo, draft.shareOf, draft.version, draft.author.externalId, draft.language]
  return references.every((value) => value === null || isStorable(value)) ? null : 'a reference cannot be stored'
}

function isAhead({ publishedAt }: ActivityDraft, now: number): boolean {
  return publishedAt > now + clockSkew
}

function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

function cleanCounts(counts: Counts): Counts {
  const { likes, comments, shares, views } = counts
  return {
    likes: cleanCount(likes),
    comments: cleanCount(comments),
    shares: cleanCount(shares),
    views: cleanCount(views),
  }
}

function cleanCount(count: number | null): number | null {
  return count !== null && Number.isSafeInteger(count) && count >= 0 ? count : null
}

/**
 * Over a declared list of fields as the platform gives them: a canonical form of the whole would cost twelve times as
 * much. Names and pictures of the author stand in their profile, and the counts apart. Whose the account is does not count:
 * where it goes to another person, by a merge, what was read goes with it.
 */
function contentHash(
  draft: ActivityDraft,
  { account, mayDisplay, now }: Omit<NormaliseOptions, 'sanitise' | 'checks'>,
): string {
  return digest(
    JSON.stringify([
      account.id,
      account.consentId,
      mayDisplay,
      draft.author.externalId,
      draft.kind,
      draft.url,
      draft.title,
      draft.text,
      draft.html,
      draft.links,
      draft.language,
      draft.media,
      draft.hashtags,
      draft.mentions,
      draft.inReplyTo,
      draft.shareOf,
      draft.audience,
      draft.publishedAt,
      draft.editedAt,
      // Its time is written again when it has come, or when the clock that was behind is right.
      ...(isAhead(draft, now) ? ['ahead'] : []),
    ]),
  )
}

import type { ConsentPurpose } from '@socius/core'
import type { Failure } from '../accounts/failure.js'
import type { LinkField } from '../accounts/link-failure.js'
import type { LinkAccountsLabels } from '../accounts/link-labels.js'
import { countOf } from './count-of.js'
import { since, until } from './when.js'

const states: Readonly<Record<Parameters<LinkAccountsLabels['state']>[0], string>> = {
  active: 'Linked',
  unreadable: 'Hidden by its platform for now',
  unauthorized: 'The platform asks for a new permission',
  gone: 'The platform does not know it any more',
  disconnected: 'Not read any more; what was read is still here',
}

const purposes: Readonly<Record<ConsentPurpose, string>> = {
  sync: 'Read what this account publishes, and keep it',
  display: 'Show it to others here',
  analysis: 'Learn from it what I work on',
  matching: 'Use it to find people who go with me',
}

const outcomes: Readonly<Record<string, string>> = {
  completed: 'all of it',
  partial: 'a part of it',
  failed: 'without success',
  refused: 'refused by its platform',
  busy: 'it was being read already',
}

/**
 * Words for accounts, the form that links them, and how their reading stands, in English. The words of the consent itself are
 * yours, and so are better ones for its purposes.
 * @example <LinkAccounts labels={englishAccountLabels} consent={consent}>…</LinkAccounts>
 */
export const englishAccountLabels: LinkAccountsLabels = {
  title: 'Linked accounts',
  list: 'Your accounts',
  none: 'No account is linked.',
  loading: 'Loading…',
  listError: notDone,
  retry: 'Try again',
  form: 'Link an account',
  platform: 'Platform',
  handle: (platform) => (platform?.platform === 'rss' ? 'Address of the feed' : 'Handle'),
  purposes: 'What you allow',
  purpose: ({ purpose, isRequired }) => (isRequired ? `${purposes[purpose]} (required)` : purposes[purpose]),
  submit: 'Link',
  linking: 'Linking…',
  linked: ({ handle }) => `${handle} is linked. What it has published is on its way.`,
  error: notLinked,
  platformOf: (platform, key) => platform?.title ?? key,
  primary: 'Shown first',
  state: (state) => states[state],
  withdrawn: 'Consent withdrawn; what was read is erased',
  unlink: 'Stop reading',
  unlinking: 'Stopping…',
  relink: 'Link again',
  withdraw: 'Unlink and erase',
  withdrawing: 'Erasing…',
  confirm: (accounts) => `Unlink ${accounts.map(({ handle }) => handle).join(', ')}, and erase here what was read?`,
  confirmWithdraw: 'Yes, erase',
  cancel: 'Keep it',
  changeError: notDone,
  sync: {
    loading: 'Loading…',
    unknown: () => 'How its reading stands cannot be said now.',
    notQueued: 'About to be read',
    dueLater: ({ expectedAt }) => `Read again ${until(expectedAt)}`,
    waiting: ({ before }) => (before === 0 ? 'Next to be read' : `${countOf(before, 'other')} before it`),
    limited: ({ expectedAt }) => `The platform asks us to wait; read again ${until(expectedAt)}`,
    closed: () => 'The platform does not answer; tried again soon',
    running: ({ fetched }) => `Being read: ${fetched} so far`,
    ended: ({ outcome, created, updated, at }) =>
      `Read ${since(at)}: ${outcome === 'completed' ? `${created} new, ${updated} changed` : (outcomes[outcome] ?? outcome)}`,
    lastRun: ({ at, outcome }) => `Read ${since(at)}: ${outcomes[outcome] ?? outcome}`,
    request: 'Read now',
    requesting: 'Asking…',
    requested: 'It is read in a moment.',
    readJustNow: 'It was read a moment ago.',
    requestError: notDone,
  },
}

function notLinked({ code, retryable }: Failure, field: LinkField | null): string {
  if (code === 'provider_not_found') return 'There is no such account.'
  if (code === 'conflict') return 'This account is linked to somebody else here.'
  if (code === 'consent_required') return 'Nothing is read before you allow what is required.'
  if (field === 'platform') return 'Choose a platform.'
  if (field === 'handle') return 'This is not how an account of that platform is written.'
  return notDone({ retryable })
}

function notDone({ retryable }: Pick<Failure, 'retryable'>): string {
  return retryable ? 'That did not work. Try again in a moment.' : 'That did not work.'
}

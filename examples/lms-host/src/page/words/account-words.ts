import type { Failure, LinkAccountsLabels, LinkField } from '@socius/react-widgets'
import { formatTime } from './format-time.ts'

const states: Parameters<LinkAccountsLabels['state']>[0] extends infer State extends string
  ? Readonly<Record<State, string>>
  : never = {
  active: 'Linked',
  unreadable: 'Hidden by its platform for now',
  unauthorized: 'The platform asks for a new permission',
  gone: 'The platform does not know it any more',
  disconnected: 'Not read any more; what was read is still here',
}

const outcomes: Readonly<Record<string, string>> = {
  completed: 'all of it',
  partial: 'a part of it',
  failed: 'without success',
  refused: 'refused by its platform',
}

/** The words around linked accounts. */
export const accountWords: LinkAccountsLabels = {
  title: 'Linked accounts',
  list: 'Your accounts',
  none: 'Nothing is linked. What you publish elsewhere stays there.',
  loading: 'Loading…',
  listError: tryAgain,
  retry: 'Try again',
  form: 'Link an account',
  platform: 'Where you publish',
  handle: (platform) => (platform?.platform === 'rss' ? 'Address of your blog' : 'Your handle'),
  handleHint: (platform) =>
    platform?.platform === 'rss' ? 'Such as https://you.example' : 'Such as maya-lindqvist.test',
  purposes: 'What you allow',
  purpose: ({ purpose }) =>
    purpose === 'sync'
      ? 'Lantern may read what this account publishes, and keep it.'
      : 'Lantern may show it to the people here. Without this only you see it.',
  submit: 'Link',
  linking: 'Linking…',
  linked: ({ handle }) => `${handle} is linked. What it has published is on its way.`,
  error: saidOf,
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
  changeError: tryAgain,
  sync: {
    loading: 'Looking how it stands…',
    unknown: () => 'How its reading stands cannot be said now.',
    notQueued: 'About to be read',
    dueLater: ({ expectedAt }) => `Read again ${inTime(expectedAt)}`,
    waiting: ({ before }) => (before === 0 ? 'Next to be read' : `${before} others are read first`),
    limited: ({ expectedAt }) => `The platform asks us to wait; read again ${inTime(expectedAt)}`,
    closed: () => 'The platform does not answer; tried again soon',
    running: ({ fetched }) => `Being read: ${fetched} so far`,
    ended: ({ created, updated, at }) => `Read ${formatTime(at)}: ${created} new, ${updated} changed`,
    lastRun: ({ at, outcome }) => `Read ${formatTime(at)}: ${outcomes[outcome] ?? outcome}`,
    request: 'Read now',
    requesting: 'Asking…',
    requested: 'It is read in a moment.',
    readJustNow: 'It was read a moment ago.',
    requestError: tryAgain,
  },
}

function saidOf({ code, retryable }: Failure, field: LinkField | null): string {
  if (code === 'provider_not_found') return 'There is no such account.'
  if (code === 'conflict') return 'This account is linked to somebody else here.'
  if (code === 'consent_required') return 'Without your permission nothing is read.'
  if (field === 'platform') return 'Choose where you publish.'
  if (field === 'handle') return 'This is not how an account of that platform is written.'
  return retryable ? 'The platform does not answer. Try again in a moment.' : 'That did not work.'
}

function tryAgain({ retryable }: Failure): string {
  return retryable ? 'That did not work. Try again in a moment.' : 'That did not work.'
}

function inTime(at: number): string {
  const minutes = Math.round((at - Date.now()) / 60_000)
  return minutes < 1 ? 'in a moment' : minutes === 1 ? 'in a minute' : `in ${minutes} minutes`
}

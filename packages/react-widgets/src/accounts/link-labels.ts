import type { Account } from '@socius/core'
import type { LinkablePlatform } from './accounts-query.js'
import type { Failure } from './failure.js'
import type { LinkField, PurposeOffer } from './link-failure.js'
import type { SyncStatusLabels } from './sync-labels.js'
import type { AccountChange } from './use-account-changes.js'

/** The words of a {@link LinkAccounts}. */
export interface LinkAccountsLabels {
  /** Names the whole. */
  readonly title: string
  /** Names the list of accounts. */
  readonly list: string
  readonly none: string
  readonly loading: string
  /** Accounts, or the platforms that can be linked, cannot be read. */
  readonly listError: (failure: Failure) => string
  readonly retry: string

  /** Names the form. */
  readonly form: string
  readonly platform: string
  /** Names the field, as the platform that is chosen calls it; null while none is. */
  readonly handle: (platform: LinkablePlatform | null) => string
  /** How a handle is written there. @default no hint */
  readonly handleHint?: (platform: LinkablePlatform | null) => string
  /** Names the purposes. */
  readonly purposes: string
  readonly purpose: (offer: PurposeOffer) => string
  readonly submit: string
  readonly linking: string
  /** Said once an account is linked. */
  readonly linked: (account: Account) => string
  /** By `code`, and by `details.reason` where a code has several. */
  readonly error: (failure: Failure, field: LinkField | null) => string

  /** The platform of an account; of one that is not configured any more, there is only its key. */
  readonly platformOf: (platform: LinkablePlatform | null, key: string) => string
  readonly primary: string
  readonly state: (state: Account['state']) => string
  /** In the place of its state, once the consent is withdrawn. */
  readonly withdrawn: string
  readonly unlink: string
  readonly unlinking: string
  readonly relink: string
  readonly withdraw: string
  readonly withdrawing: string
  /** Asks whether it is meant; `accounts` are all that rest on the consent. */
  readonly confirm: (accounts: readonly Account[]) => string
  readonly confirmWithdraw: string
  readonly cancel: string
  readonly changeError: (failure: Failure, change: AccountChange) => string

  readonly sync: SyncStatusLabels
}

import { LinkAccounts, type UseLinkAccountsOptions } from '@socius/react-widgets'
import type { ReactNode } from 'react'
import { DemoAccounts } from './demo-accounts.tsx'
import { accountWords } from './words/account-words.ts'

/** `text` names the words below; words that say something else get another name. */
const consent: UseLinkAccountsOptions['consent'] = {
  text: 'lms-privacy-1',
  purposes: [
    { purpose: 'sync', isRequired: true },
    { purpose: 'display', isRequired: false },
  ],
}

export function SettingsPage(): ReactNode {
  return (
    <div className="narrow stack">
      <h1>Settings</h1>
      <h2>Linked accounts</h2>
      <LinkAccounts labels={accountWords} consent={consent}>
        <p className="quiet">
          Lantern reads what an account publishes for everybody, and nothing else. You can take your permission back at
          any time; what was read is erased then. Nothing is ever written to the platform.
        </p>
      </LinkAccounts>
      <DemoAccounts />
    </div>
  )
}

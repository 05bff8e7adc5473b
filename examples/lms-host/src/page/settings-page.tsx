import type { ReactNode } from 'react'
import { AccountList } from './account-list.tsx'
import { LinkForm } from './link-form.tsx'

export function SettingsPage(): ReactNode {
  return (
    <div className="narrow stack">
      <h1>Settings</h1>
      <section className="panel stack" aria-labelledby="accounts">
        <h2 id="accounts">Linked accounts</h2>
        <AccountList />
      </section>
      <section className="panel stack" aria-labelledby="link">
        <h2 id="link">Link an account</h2>
        <LinkForm />
      </section>
    </div>
  )
}

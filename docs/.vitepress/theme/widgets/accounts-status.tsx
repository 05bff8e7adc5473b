import { SyncStatus, useConnection } from '@socius/react-widgets'
import { englishAccountLabels } from '@socius/react-widgets/english'
import { accountsQuery } from '@socius/react-widgets/queries'
import { useQuery } from '@tanstack/react-query'

export function AccountsStatus() {
  const { data: accounts = [] } = useQuery(accountsQuery(useConnection()))
  const { compare } = new Intl.Collator()
  const inOrder = accounts.toSorted((one, other) => compare(one.handle, other.handle))
  return (
    <ul className="statuses">
      {inOrder.map(({ id, handle }) => (
        <li key={id}>
          <strong>{handle}</strong>
          <SyncStatus accountId={id} labels={englishAccountLabels.sync} />
        </li>
      ))}
    </ul>
  )
}

import { usePlatforms } from '@socius/react-widgets'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { hostApi } from './host-api.ts'

/** Where the viewer, who is made up, publishes on the simulated platforms. */
export function DemoAccounts(): ReactNode {
  const { titleOf } = usePlatforms()
  const { data = [] } = useQuery({ queryKey: ['demo-accounts'], queryFn: hostApi.demoAccounts, staleTime: Infinity })
  if (data.length === 0) return null
  return (
    <section className="panel stack" aria-labelledby="demo-accounts">
      <h2 id="demo-accounts">Who you are elsewhere</h2>
      <p className="quiet">The platforms are simulated on this machine, and you are there already:</p>
      <dl className="pairs">
        {data.map(({ platform, handle }) => (
          <div key={platform}>
            <dt>{titleOf(platform)}</dt>
            <dd>
              <code>{handle}</code>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

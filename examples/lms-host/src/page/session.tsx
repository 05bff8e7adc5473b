import type { Socius } from '@socius/core'
import { createClient } from '@socius/core/client'
import { type SociusClient, SociusProvider } from '@socius/react-widgets'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext } from 'react'
import { hostApi, type Session } from './host-api.ts'

const client: SociusClient = createClient<Socius>({ url: '/social' })

const SessionContext = createContext<Session | null>(null)

/** Who is logged in. Only below {@link SessionProvider}. */
export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('Nobody is logged in here.')
  return session
}

/** Shows one thing to who is logged in, and another to everybody else. */
export function SessionProvider({ children, otherwise }: { children: ReactNode; otherwise: ReactNode }): ReactNode {
  const { data, isPending } = useQuery({ queryKey: ['session'], queryFn: hostApi.session, staleTime: Infinity })
  if (isPending) return <p className="quiet page-wait">Loading…</p>
  if (!data) return otherwise
  return (
    <SessionContext value={data}>
      <SociusProvider client={client} viewerId={data.learner.id}>
        {children}
      </SociusProvider>
    </SessionContext>
  )
}

/** Tells the page who is logged in now; what was loaded for somebody else is gone. */
export function useSetSession(): (session: Session | null) => void {
  const queryClient = useQueryClient()
  return (session) => {
    queryClient.setQueryData(['session'], session)
    queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' })
  }
}

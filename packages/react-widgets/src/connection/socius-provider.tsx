import type { Socius } from '@socius/core'
import type { Client } from '@socius/core/client'
import { createContext, type ReactNode, useContext, useMemo } from 'react'

/** The services that the hooks call: over HTTP or in the page itself, a host's own modules included. */
export type SociusClient = Client<Socius>

/** Who looks, and by which client. */
export interface Connection {
  readonly client: SociusClient
  /** The person that the client acts for: likes and comments are given in this name. */
  readonly viewerId: string
}

/** What every hook takes in the place of what the provider above it says. */
export interface ConnectionOptions {
  /** @default that of the nearest {@link SociusProvider} */
  client?: SociusClient
  /** @default that of the nearest {@link SociusProvider} */
  viewerId?: string
}

const ConnectionContext = /* @__PURE__ */ createContext<Connection | null>(null)

export interface SociusProviderProps extends Connection {
  readonly children?: ReactNode
}

/**
 * Gives a client to all hooks below it. Queries are kept in the nearest `QueryClientProvider` of TanStack Query.
 * @example
 * <QueryClientProvider client={queryClient}>
 *   <SociusProvider client={client} viewerId="ada">…</SociusProvider>
 * </QueryClientProvider>
 */
export function SociusProvider({ client, viewerId, children }: SociusProviderProps): ReactNode {
  const connection = useMemo(() => ({ client, viewerId }), [client, viewerId])
  return <ConnectionContext value={connection}>{children}</ConnectionContext>
}

/**
 * The client and the viewer that a hook works with.
 * @throws an error where neither the arguments nor a provider name both.
 */
export function useConnection({ client, viewerId }: ConnectionOptions = {}): Connection {
  const given = useContext(ConnectionContext)
  const chosen = client ?? given?.client
  const viewer = viewerId ?? given?.viewerId
  if (chosen === undefined || viewer === undefined) {
    throw new Error('No client: there is no <SociusProvider> above.')
  }
  return { client: chosen, viewerId: viewer }
}

import type { SociusClient } from '@socius/react-widgets'
import type { ReactNode } from 'react'

/** A widget with the invented world that it shows, and the person who looks at it. */
export interface Scene {
  readonly client: SociusClient
  readonly viewerId: string
  readonly children: ReactNode
  close(): Promise<void>
}

import { LinkedAccounts } from './linked-accounts.tsx'
import { openLinkedCommunity } from './linked-community.ts'
import type { Scene } from './scene.ts'

export async function openAccountsScene(): Promise<Scene> {
  const { as, close } = await openLinkedCommunity({ ada: ['ada-draws'] })
  return { client: as('ada'), viewerId: 'ada', children: <LinkedAccounts />, close }
}

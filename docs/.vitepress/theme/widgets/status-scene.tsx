import { AccountsStatus } from './accounts-status.tsx'
import { publishElsewhere } from './elsewhere-posts.ts'
import { openLinkedCommunity } from './linked-community.ts'
import type { Scene } from './scene.ts'

export async function openStatusScene(): Promise<Scene> {
  const { as, elsewhere, close } = await openLinkedCommunity({ ada: ['ada', 'busy'] })
  const publish = () => publishElsewhere(elsewhere, 'ada', 'Back from the library, with the wrong book.')
  return {
    client: as('ada'),
    viewerId: 'ada',
    children: (
      <>
        <AccountsStatus />
        <aside className="others" aria-label="What happens there">
          <span>You are Ada. Meanwhile:</span>
          <button type="button" onClick={publish}>
            ada publishes on Elsewhere
          </button>
        </aside>
      </>
    ),
    close,
  }
}

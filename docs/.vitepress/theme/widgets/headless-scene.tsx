import { openCommunity } from './community.ts'
import { CommunityFeed } from './community-feed.tsx'
import { Others } from './others.tsx'
import type { Scene } from './scene.ts'

export async function openHeadlessScene(): Promise<Scene> {
  const community = await openCommunity()
  return {
    client: community.as('ada'),
    viewerId: 'ada',
    children: (
      <>
        <CommunityFeed />
        <Others community={community} />
      </>
    ),
    close: community.close,
  }
}

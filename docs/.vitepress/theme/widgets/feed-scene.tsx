import { ClassFeed } from './class-feed.tsx'
import { openCommunity } from './community.ts'
import { Others } from './others.tsx'
import type { Scene } from './scene.ts'

export async function openFeedScene(): Promise<Scene> {
  const community = await openCommunity()
  return {
    client: community.as('ada'),
    viewerId: 'ada',
    children: (
      <>
        <ClassFeed />
        <Others community={community} />
      </>
    ),
    close: community.close,
  }
}

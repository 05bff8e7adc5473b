import { openLinkedCommunity } from './linked-community.ts'
import { PersonTimeline } from './person-timeline.tsx'
import type { Scene } from './scene.ts'

export async function openTimelineScene(): Promise<Scene> {
  const { as, close } = await openLinkedCommunity({ noor: ['noor'] })
  return { client: as('ada'), viewerId: 'ada', children: <PersonTimeline />, close }
}

import type { QueryClient } from '@tanstack/react-query'

/** The key of what a viewer does to an activity. */
export function reactionKey(viewerId: string, activityId: string) {
  return ['socius', viewerId, 'react', activityId]
}

/** Whether something that the viewer did to an activity is still on its way. */
export function isBusy(queryClient: QueryClient, viewerId: string, activityId: string): boolean {
  return queryClient.isMutating({ mutationKey: reactionKey(viewerId, activityId) }) > 0
}

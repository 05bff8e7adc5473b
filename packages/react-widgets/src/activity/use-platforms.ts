import type { Activity } from '@socius/core'
import { useQuery } from '@tanstack/react-query'
import { platformsQuery } from '../accounts/accounts-query.js'
import { type ConnectionOptions, useConnection } from '../connection/socius-provider.js'

/** The platforms whose items may be shown: their titles, and what their terms ask of a page. Asked for once. */
export function usePlatforms(options: ConnectionOptions = {}) {
  const { data: platforms = [] } = useQuery(platformsQuery(useConnection(options)))
  return {
    platforms,
    /** As people know it; its name until that is known. */
    titleOf: (platform: string) => platforms.find((one) => one.platform === platform)?.title ?? platform,
    /**
     * Whether what shows an activity has to link to it. As long as a platform's terms are not known, it has to: a page that
     * is rendered before they are keeps them, too.
     */
    needsAttribution: ({ origin, platform }: Pick<Activity, 'origin' | 'platform'>) =>
      origin === 'synced' && platforms.find((one) => one.platform === platform)?.attribution !== 'none',
  }
}

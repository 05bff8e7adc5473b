import type { Activity } from '@socius/core'
import type { ReactNode } from 'react'
import type { ConnectionOptions } from '../connection/socius-provider.js'
import type { ActivityLabels } from './activity-labels.js'
import { usePlatforms } from './use-platforms.js'

export interface AttributionProps extends ConnectionOptions {
  readonly activity: Pick<Activity, 'origin' | 'platform' | 'url'>
  readonly labels: Pick<ActivityLabels, 'attribution'>
}

/**
 * The link to where an activity comes from, where its platform's terms ask for one. Whoever shows activities without
 * `ActivityCard` has to show this with each.
 */
export function Attribution({ activity, labels, ...connection }: AttributionProps): ReactNode {
  return <AttributionLink activity={activity} labels={labels} platforms={usePlatforms(connection)} />
}

interface AttributionLinkProps extends Pick<AttributionProps, 'activity' | 'labels'> {
  readonly platforms: ReturnType<typeof usePlatforms>
}

/** For what knows the platforms already. */
export function AttributionLink({ activity, labels, platforms }: AttributionLinkProps): ReactNode {
  const { needsAttribution, titleOf } = platforms
  if (!needsAttribution(activity)) return null
  const words = labels.attribution(titleOf(activity.platform))
  if (activity.url === null) return <span className="socius-attribution">{words}</span>
  return (
    <a className="socius-attribution" href={activity.url} rel="external noopener">
      {words}
    </a>
  )
}

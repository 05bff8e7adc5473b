import type { Explanation, ExplanationPart } from '@socius/core'
import type { ReactNode } from 'react'
import type { ConnectionOptions } from '../connection/socius-provider.js'
import { useExplanation } from '../feed/use-explanation.js'
import type { ActivityLabels } from './activity-labels.js'

export interface ActivityExplanationProps extends ConnectionOptions {
  readonly activityId: string
  readonly labels: Pick<ActivityLabels, 'explanation' | 'error' | 'loading'>
}

/** Why an item stands where it stands: the parts, and what they add up to. The server is asked when this is rendered. */
export function ActivityExplanation({ activityId, labels, ...connection }: ActivityExplanationProps): ReactNode {
  const { rank, engagement, isLoading, error } = useExplanation({ activityId, isOpen: true, ...connection })
  const { rankPart, rankResult, engagementPart, engagementResult, ...words } = labels.explanation
  return (
    <>
      {isLoading && <p role="status">{labels.loading}</p>}
      {error && <p role="alert">{labels.error(error)}</p>}
      {rank && <Parts title={words.rank} {...rank} part={rankPart} sum={rankResult} />}
      {engagement && engagement.parts.length > 0 && (
        <Parts title={words.engagement} {...engagement} part={engagementPart} sum={engagementResult} />
      )}
    </>
  )
}

interface PartsProps extends Explanation {
  readonly title: string
  part(part: ExplanationPart): string
  sum(result: number): string
}

function Parts({ title, parts, result, part, sum }: PartsProps): ReactNode {
  return (
    <div className="socius-explanation-group">
      <p className="socius-explanation-title">{title}</p>
      <ul className="socius-explanation-parts">
        {parts.map((one) => (
          <li key={one.reason}>{part(one)}</li>
        ))}
      </ul>
      <p className="socius-explanation-result">{sum(result)}</p>
    </div>
  )
}

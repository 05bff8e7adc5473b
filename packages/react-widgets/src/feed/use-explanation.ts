import { useQuery } from '@tanstack/react-query'
import { type ConnectionOptions, useConnection } from '../connection/socius-provider.js'
import { type UseDisclosureOptions, useDisclosure } from '../props/use-disclosure.js'

export interface UseExplanationOptions extends ConnectionOptions, UseDisclosureOptions {
  readonly activityId: string
}

/**
 * Why an activity stands where it stands in ranked feeds: a button that opens a panel. The server is asked when it is opened
 * and not before. The contributions of the parts add up to the result; put their `reason` into words of your own.
 */
export function useExplanation(options: UseExplanationOptions) {
  const { activityId } = options
  const { client, viewerId } = useConnection(options)
  const { toggle, isOpen, setOpen, getButtonProps, getPanelProps } = useDisclosure(options)
  const result = useQuery({
    queryKey: ['socius', viewerId, 'explanation', activityId],
    queryFn: ({ signal }) => client.feed.explain({ activityId }, { signal }),
    enabled: isOpen,
  })
  return {
    isOpen,
    setOpen,
    toggle,
    /** In milliseconds: when it was published, and how much later its reception makes it count. Null until it is known. */
    rank: result.data?.rank ?? null,
    /** In points: what it was met with. Null until it is known. */
    engagement: result.data?.engagement ?? null,
    isLoading: result.isLoading,
    error: result.error,
    getButtonProps,
    getPanelProps,
  }
}

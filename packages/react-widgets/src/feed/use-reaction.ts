import type { FeedItem } from '@socius/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ConnectionOptions, useConnection } from '../connection/socius-provider.js'
import { getterOf } from '../props/merge-props.js'
import { changeItem } from './feed-cache.js'
import { reactionKey } from './reaction-key.js'

export interface UseReactionOptions extends ConnectionOptions {
  readonly item: FeedItem
  /** @default 'like' */
  readonly kind?: string
}

/**
 * A like on an item of a feed. It shows at once, in every feed that holds the item; if the server refuses, the item is as
 * it was before.
 */
export function useReaction(options: UseReactionOptions) {
  const { item, kind = 'like' } = options
  const { client, viewerId } = useConnection(options)
  const queryClient = useQueryClient()
  const { id: subjectId } = item.activity
  const isGiven = item.mine.includes(kind)

  const show = (change: (shown: FeedItem) => FeedItem) => changeItem(queryClient, viewerId, subjectId, change)

  const { mutate, isPending, error } = useMutation({
    mutationKey: reactionKey(viewerId, subjectId),
    // One after the other: the last that was pressed is the last that arrives.
    scope: { id: `socius ${viewerId} ${subjectId}` },
    mutationFn: (give: boolean) => {
      const reaction = { personId: viewerId, subjectId, kind }
      return give ? client.reactions.add(reaction) : client.reactions.remove(reaction)
    },
    onMutate: (give) => show((shown) => withReaction(shown, kind, give)),
    onError: (_error, give) => show((shown) => withReaction(shown, kind, !give)),
    onSuccess: ({ reactions }) => {
      // While more of them are on their way, the sum that is shown is ahead of the server's.
      const isLast = queryClient.isMutating({ mutationKey: reactionKey(viewerId, subjectId), exact: true }) <= 1
      if (isLast) show((shown) => ({ ...shown, here: { ...shown.here, reactions } }))
    },
  })

  const toggle = () => mutate(!isGiven)
  return {
    isGiven,
    /** Reactions of all kinds here. */
    count: item.here.reactions,
    isPending,
    error,
    toggle,
    /** For a button. */
    getToggleProps: getterOf({
      type: 'button',
      'aria-pressed': isGiven,
      onClick: toggle,
    }),
  }
}

function withReaction(item: FeedItem, kind: string, isGiven: boolean): FeedItem {
  if (item.mine.includes(kind) === isGiven) return item
  const mine = isGiven ? [...item.mine, kind].toSorted() : item.mine.filter((one) => one !== kind)
  return { ...item, mine, here: { ...item.here, reactions: item.here.reactions + (isGiven ? 1 : -1) } }
}

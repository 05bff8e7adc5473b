import type { FeedItem } from '@socius/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Connection, type ConnectionOptions, useConnection } from '../connection/socius-provider.js'
import { type ElementProps, getterOf, mergeProps } from '../props/merge-props.js'
import { useKeptIds } from '../props/use-kept.js'
import { feedsKey } from './feed-query.js'

export type UseHideOptions = ConnectionOptions

/** What the viewer has hidden since the page was opened: pages of feeds that were read before have it still. */
export function useHiddenIds({ viewerId }: Connection) {
  return useKeptIds(['socius', viewerId, 'hidden'])
}

/**
 * Keeps items out of the viewer's own feeds. They leave all of them at once; if the server refuses, or the viewer thinks
 * better of it, they are back where they stood. Use it above the items: what offers to undo outlives the item.
 */
export function useHide(options: UseHideOptions = {}) {
  const connection = useConnection(options)
  const { client, viewerId } = connection
  const queryClient = useQueryClient()
  const [last, setLast] = useState<FeedItem | null>(null)
  const [, mark] = useHiddenIds(connection)
  const forget = (item: FeedItem) => setLast((shown) => (shown === item ? null : shown))

  const marking = useMutation({
    // One after the other, so that an undo comes after what it undoes.
    scope: { id: `socius ${viewerId} hide` },
    mutationFn: ({ item, hide }: { item: FeedItem; hide: boolean }) =>
      client.feed[hide ? 'hide' : 'unhide']({ personId: viewerId, activityId: item.activity.id }),
    onMutate: ({ item, hide }) => mark(item.activity.id, hide),
    // Feeds that were read meanwhile have come without it.
    onSuccess: (_mark, { hide }) => hide || queryClient.invalidateQueries({ queryKey: feedsKey(viewerId) }),
    onError: (_error, { item, hide }) => {
      mark(item.activity.id, !hide)
      if (hide) forget(item)
    },
  })

  const actions = {
    hide: (item: FeedItem) => {
      setLast(item)
      marking.mutate({ item, hide: true })
    },
    /** Brings an item back. @default the last that was hidden here */
    undo: (item: FeedItem | null = last) => {
      if (!item) return
      forget(item)
      marking.mutate({ item, hide: false })
    },
    /** Stops offering to undo. */
    dismiss: () => setLast(null),
  }
  return {
    /** The last that was hidden here, as long as it can be undone. */
    last,
    error: marking.error,
    ...actions,
    /** For a button on the item. */
    getHideProps: <Given extends ElementProps>(item: FeedItem, given?: Given) =>
      mergeProps({ type: 'button', onClick: () => actions.hide(item) } as const, given),
    getUndoProps: getterOf({ type: 'button', onClick: () => actions.undo() }),
    getDismissProps: getterOf({ type: 'button', onClick: actions.dismiss }),
  }
}

import type { FeedItem } from '@socius/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { type ConnectionOptions, useConnection } from '../connection/socius-provider.js'
import { type ElementProps, mergeProps } from '../props/merge-props.js'
import { takeOut } from './feed-cache.js'
import { type FeedSource, feedsKey } from './feed-query.js'

export type UseHideOptions = ConnectionOptions

/**
 * Keeps items out of the viewer's own feeds. They leave all of them at once; if the server refuses, or the viewer thinks
 * better of it, they are back where they stood. Use it above the items: what offers to undo outlives the item.
 */
export function useHide(options: UseHideOptions = {}) {
  const { client, viewerId } = useConnection(options)
  const queryClient = useQueryClient()
  const [last, setLast] = useState<FeedItem | null>(null)
  const putBack = useRef(new Map<string, () => void>())

  const leave = ({ activity }: FeedItem) => {
    const back = takeOut(queryClient, { queryKey: feedsKey(viewerId), isConcerned: leavesOutHidden }, activity.id)
    const earlier = putBack.current.get(activity.id)
    putBack.current.set(activity.id, () => {
      earlier?.()
      back()
    })
  }
  const comeBack = ({ activity }: FeedItem) => {
    putBack.current.get(activity.id)?.()
    putBack.current.delete(activity.id)
  }
  const forget = (item: FeedItem) => setLast((shown) => (shown === item ? null : shown))

  const marking = useMutation({
    // One after the other, so that an undo comes after what it undoes.
    scope: { id: `socius ${viewerId} hide` },
    mutationFn: ({ item, hide }: { item: FeedItem; hide: boolean }) => {
      const mark = { personId: viewerId, activityId: item.activity.id }
      return hide ? client.feed.hide(mark) : client.feed.unhide(mark)
    },
    onMutate: ({ item, hide }) => (hide ? leave(item) : comeBack(item)),
    onSuccess: (_mark, { item, hide }) => {
      // A page that was on its way meanwhile has brought it again; unless it was undone meanwhile, too.
      if (hide && putBack.current.has(item.activity.id)) leave(item)
    },
    onError: (_error, { item, hide }) => {
      if (!hide) return leave(item)
      comeBack(item)
      return forget(item)
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
    getUndoProps: <Given extends ElementProps>(given?: Given) =>
      mergeProps({ type: 'button', onClick: () => actions.undo() } as const, given),
    getDismissProps: <Given extends ElementProps>(given?: Given) =>
      mergeProps({ type: 'button', onClick: actions.dismiss } as const, given),
  }
}

/** What one person has published is all shown to whoever looks it up. */
function leavesOutHidden({ feed }: FeedSource): boolean {
  return feed !== 'timeline'
}

import type { FeedItem } from '@socius/core'
import { type ReactNode, useEffect, useRef } from 'react'
import type { FeedLabels } from './feed-labels.js'
import type { useHide } from './use-hide.js'

export interface HiddenNoticeProps {
  readonly hiding: ReturnType<typeof useHide>
  readonly labels: FeedLabels
  onUndo(item: FeedItem): void
  onDismiss(item: FeedItem): void
}

/** Offers to bring back what was hidden. It gets the focus, which the hidden item had. */
export function HiddenNotice({ hiding, labels, onUndo, onDismiss }: HiddenNoticeProps): ReactNode {
  const { last } = hiding
  const undo = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (last) undo.current?.focus({ preventScroll: true })
  }, [last])
  if (!last) return null
  return (
    <p className="socius-feed-hidden">
      {labels.hidden}
      <button {...hiding.getUndoProps({ ref: undo, className: 'socius-button', onClick: () => onUndo(last) })}>
        {labels.undo}
      </button>
      <button
        {...hiding.getDismissProps({ className: 'socius-button socius-button-quiet', onClick: () => onDismiss(last) })}
      >
        {labels.dismiss}
      </button>
    </p>
  )
}

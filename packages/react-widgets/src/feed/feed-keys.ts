import type { KeyboardEvent } from 'react'

/**
 * Goes from article to article with Page Up and Page Down, and out of the feed with Control and Home or End, as
 * https://www.w3.org/WAI/ARIA/apg/patterns/feed/ has it.
 */
export function moveBetweenArticles(event: KeyboardEvent<HTMLElement>): void {
  if (isWrittenInto(event.target)) return
  const feed = event.currentTarget
  const { key, ctrlKey } = event
  if (ctrlKey && (key === 'Home' || key === 'End')) return leave(event, feed)
  if (key !== 'PageDown' && key !== 'PageUp') return
  const articles = [...feed.querySelectorAll<HTMLElement>('[role="article"]')]
  const from = articles.findIndex((article) => article.contains(event.target as Node))
  const next = articles[from + (key === 'PageDown' ? 1 : -1)]
  if (!next) return
  event.preventDefault()
  next.focus()
}

/** Whether keys move a caret there: in the input for a comment, say. */
export function isWrittenInto(target: EventTarget): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('textarea, input, select'))
}

function leave(event: KeyboardEvent<HTMLElement>, feed: HTMLElement): void {
  const all = [...feed.ownerDocument.querySelectorAll<HTMLElement>(focusable)]
  const inside = (element: HTMLElement) => feed.contains(element)
  const target = all[event.key === 'End' ? all.findLastIndex(inside) + 1 : all.findIndex(inside) - 1]
  if (!target) return
  event.preventDefault()
  target.focus()
}

const focusable = 'a[href], [tabindex="0"], :is(button, input, select, textarea):not([disabled])'

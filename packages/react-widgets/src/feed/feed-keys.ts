import type { KeyboardEvent } from 'react'

/**
 * Goes from article to article with Page Up and Page Down, and out of the feed with Control and Home or End, as
 * https://www.w3.org/WAI/ARIA/apg/patterns/feed/ has it.
 */
export function moveBetweenArticles(event: KeyboardEvent<HTMLElement>): void {
  const { key, ctrlKey, currentTarget: feed } = event
  const target =
    ctrlKey && (key === 'Home' || key === 'End')
      ? besides(feed, key)
      : feed.querySelector<HTMLElement>(`[aria-posinset="${wantedPlace(event) + 1}"]`)
  if (!target || isWrittenInto(event.target)) return
  event.preventDefault()
  target.focus()
}

/** The place of the article that a key goes to, from 0; not a number where it goes to none. */
export function wantedPlace({ key, target }: KeyboardEvent<HTMLElement>): number {
  const step = key === 'PageDown' ? 1 : key === 'PageUp' ? -1 : Number.NaN
  return isWrittenInto(target) ? Number.NaN : placeOf(target as Element) + step
}

/** The place of the article that an element is in, from 0. */
export function placeOf(element: Element): number {
  return Number(element.closest('[aria-posinset]')?.getAttribute('aria-posinset') ?? Number.NaN) - 1
}

/** Whether keys move a caret there: in the input for a comment, say. */
function isWrittenInto(target: EventTarget): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('textarea, input, select'))
}

/** What can have the focus before the feed, or after it. */
function besides(feed: HTMLElement, key: 'Home' | 'End'): HTMLElement | undefined {
  const all = [...feed.ownerDocument.querySelectorAll<HTMLElement>(focusable)]
  const inside = (element: HTMLElement) => feed.contains(element)
  return all[key === 'End' ? all.findLastIndex(inside) + 1 : all.findIndex(inside) - 1]
}

const focusable = 'a[href], [tabindex="0"], :is(button, input, select, textarea):not([disabled])'

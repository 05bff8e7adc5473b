import type { Ref, RefCallback } from 'react'

/** Any props of an element. */
export type ElementProps = Readonly<Record<string, unknown>>

type Handler = (...given: unknown[]) => unknown

/**
 * The props of a getter with those of its caller. Handlers run both, the caller's first, and ours not at all after its
 * `preventDefault`; refs both get the element, classes and styles are joined; of everything else the caller's counts.
 */
export function mergeProps<Own extends ElementProps, Given extends ElementProps>(
  own: Own,
  given: Given | undefined,
): Own & Given {
  const merged: Record<string, unknown> = { ...own }
  for (const [name, value] of Object.entries(given ?? {})) {
    if (value === undefined) continue
    merged[name] = mergeProp(name, own[name], value)
  }
  return merged as Own & Given // every prop of both is there, each of one of their two types
}

function mergeProp(name: string, own: unknown, given: unknown): unknown {
  if (own === undefined || own === null) return given
  if (name === 'ref') return mergeRefs(own as Ref<unknown>, given as Ref<unknown>)
  if (name === 'className') return [own, given].join(' ')
  if (name === 'style') return { ...own, ...(given as object) }
  if (/^on[A-Z]/.test(name) && typeof own === 'function' && typeof given === 'function') {
    return inTurn(given as Handler, own as Handler)
  }
  return given
}

function inTurn(first: Handler, second: Handler): Handler {
  return (...given) => {
    first(...given)
    if (!isPrevented(given[0])) second(...given)
  }
}

function isPrevented(event: unknown): boolean {
  return typeof event === 'object' && event !== null && 'defaultPrevented' in event && event.defaultPrevented === true
}

/** A ref that hands the element to several. */
export function mergeRefs<Element>(...refs: readonly (Ref<Element> | undefined)[]): RefCallback<Element> {
  return (element) => {
    const undo = refs.map((ref) => assign(ref, element))
    return () => {
      for (const one of undo) one()
    }
  }
}

function assign<Element>(ref: Ref<Element> | undefined, element: Element | null): () => void {
  if (typeof ref === 'function') {
    const undo = ref(element)
    return typeof undo === 'function' ? undo : () => void ref(null)
  }
  if (ref === null || ref === undefined) return () => {}
  ref.current = element
  return () => {
    ref.current = null
  }
}

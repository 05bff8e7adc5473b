import type { Ref, RefCallback } from 'react'

/** Any props of an element. */
export type ElementProps = Readonly<Record<string, unknown>>

type Handler = (event?: { readonly defaultPrevented?: boolean }, ...rest: unknown[]) => unknown

/**
 * The props of a getter with those of its caller. Handlers run both, the caller's first, and ours not at all after its
 * `preventDefault`; refs both get the element; classes, descriptions and styles are joined; of everything else the caller's
 * counts.
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

/** A getter of props that depend on nothing but the render: see {@link mergeProps}. */
export function getterOf<const Own extends ElementProps>(own: Own) {
  return <Given extends ElementProps>(given?: Given) => mergeProps(own, given)
}

function mergeProp(name: string, own: unknown, given: unknown): unknown {
  if (own === undefined || own === null) return given
  if (name === 'ref') return mergeRefs(own as Ref<unknown>, given as Ref<unknown>)
  if (name === 'className' || name === 'aria-describedby') return [given, own].join(' ')
  if (name === 'style') return { ...own, ...(given as object) }
  return /^on[A-Z]/.test(name) && typeof own === 'function' ? inTurn(given as Handler, own as Handler) : given
}

function inTurn(first: Handler, second: Handler): Handler {
  return (event, ...rest) => {
    first(event, ...rest)
    if (!event?.defaultPrevented) second(event, ...rest)
  }
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
  if (typeof ref === 'function') return ref(element) || (() => void ref(null))
  if (ref) ref.current = element
  return () => {
    if (ref) ref.current = null
  }
}

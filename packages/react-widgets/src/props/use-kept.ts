import { type QueryKey, skipToken, useQuery, useQueryClient } from '@tanstack/react-query'

/**
 * State that outlives its components, beside what was read from the server: what a person writes and has not sent, or has
 * done and not seen confirmed. Hooks with the same key share it.
 */
export function useKept<Value>(queryKey: QueryKey, initial: Value): [Value, (next: (before: Value) => Value) => void] {
  const queryClient = useQueryClient()
  const { data = initial } = useQuery<Value>({ queryKey, queryFn: skipToken, gcTime: Number.POSITIVE_INFINITY })
  return [data, (next) => void queryClient.setQueryData<Value>(queryKey, (before = initial) => next(before))]
}

const noIds: readonly string[] = []

/** Ids that are kept, and what puts one among them or takes it out. */
export function useKeptIds(queryKey: QueryKey): [readonly string[], (id: string, isAmong: boolean) => void] {
  const [ids, change] = useKept(queryKey, noIds)
  return [ids, (id, isAmong) => change((known) => (isAmong ? [...known, id] : known.filter((one) => one !== id)))]
}

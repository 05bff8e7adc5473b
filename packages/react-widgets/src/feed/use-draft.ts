import { useQueryClient } from '@tanstack/react-query'
import { useControlled } from '../props/use-controlled.js'
import { useStable } from '../props/use-stable.js'

export interface UseDraftOptions {
  readonly key: { readonly viewerId: string; readonly subjectId: string }
  readonly text: string | undefined
  readonly onChange: ((text: string) => void) | undefined
}

/**
 * What a person writes and has not sent. It outlives the input: who closes a thread and opens it again finds it, and what
 * is refused after the thread was closed is found there too.
 */
export function useDraft({ key: { viewerId, subjectId }, text: given, onChange }: UseDraftOptions) {
  const queryClient = useQueryClient()
  const queryKey = ['socius', viewerId, 'draft', subjectId]
  const saved = () => queryClient.getQueryData<string>(queryKey) ?? ''
  const [text, setText] = useControlled({ value: given, initial: saved(), onChange })
  const change = (next: string) => {
    queryClient.setQueryDefaults(queryKey, { gcTime: Number.POSITIVE_INFINITY })
    queryClient.setQueryData(queryKey, next)
    setText(next)
  }
  return {
    text,
    change,
    /** Puts a text that was refused before whatever has been written since, here or where it was opened again. */
    giveBack: useStable((refused: string) => {
      const since = given ?? saved()
      change(since === '' ? refused : `${refused}\n${since}`)
    }),
  }
}

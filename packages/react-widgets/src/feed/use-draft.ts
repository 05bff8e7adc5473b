import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useControlled } from '../props/use-controlled.js'
import { draftKey } from './comment-cache.js'

export interface UseDraftOptions {
  readonly key: { readonly viewerId: string; readonly subjectId: string }
  readonly text: string | undefined
  readonly onChange: ((text: string) => void) | undefined
}

/**
 * What a person writes and has not sent. It outlives the input: who closes a thread and opens it again finds it, and what
 * is refused after the thread was closed is found there too.
 */
export function useDraft({ key: { viewerId, subjectId }, text: kept, onChange }: UseDraftOptions) {
  const queryClient = useQueryClient()
  const key = draftKey(viewerId, subjectId)
  const saved = () => queryClient.getQueryData<string>(key) ?? ''
  const save = (text: string) => {
    queryClient.setQueryDefaults(key, { gcTime: Number.POSITIVE_INFINITY })
    if (text === '') queryClient.removeQueries({ queryKey: key })
    else queryClient.setQueryData(key, text)
  }
  const [text, setText] = useControlled({ value: kept, initial: saved(), onChange })
  const change = (next: string) => {
    save(next)
    setText(next)
  }
  // An answer comes long after the render that asked.
  const latest = useRef({ text, change, isShown: false })
  useEffect(() => {
    latest.current = { text, change, isShown: true }
  })
  useEffect(() => () => void (latest.current.isShown = false), [])

  return {
    text,
    change,
    /** Puts a text that was refused before whatever has been written since. */
    giveBack: (refused: string) => {
      const { current } = latest
      const since = current.isShown ? current.text : saved()
      const both = since === '' ? refused : `${refused}\n${since}`
      if (current.isShown) current.change(both)
      else save(both)
    },
  }
}

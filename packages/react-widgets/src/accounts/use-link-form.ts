import type { Account, ConsentPurpose } from '@socius/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Connection } from '../connection/socius-provider.js'
import { useControlled } from '../props/use-controlled.js'
import { type LinkablePlatform, readAccountsAnew } from './accounts-query.js'
import { atOnce } from './at-once.js'
import { failureOf } from './failure.js'
import { type ConsentOffer, fieldOf, type LinkInput, requireComplete } from './link-failure.js'
import { syncStatusKey } from './sync-status-query.js'

export interface LinkFormOptions {
  /** What the person agrees to: which version of the text, and for what. Its words are the caller's to show. */
  readonly consent: ConsentOffer
  /** What is filled in, where the caller keeps it; leave it out and the hook does. */
  readonly fields?: LinkInput
  /** @default nothing: a consent is given by the person. Where there is one platform only, it is chosen. */
  readonly initialFields?: Partial<LinkInput>
  readonly onFieldsChange?: (fields: LinkInput) => void
  /** Told of an account that was linked. */
  readonly onLinked?: (account: Account) => void
}

interface LinkFormContext {
  readonly connection: Connection
  readonly platforms: readonly LinkablePlatform[]
}

const empty: LinkInput = { platform: null, handle: '', purposes: [] }

/** The form that links an account: its fields, what is wrong with them, and what sends it. */
export function useLinkForm(options: LinkFormOptions, { connection, platforms }: LinkFormContext) {
  const { consent, onLinked } = options
  const { client, viewerId } = connection
  const queryClient = useQueryClient()
  const [fields, setFields] = useControlled({
    value: options.fields,
    initial: { ...empty, ...options.initialFields },
    onChange: options.onFieldsChange,
  })
  const { handle, purposes } = fields
  const platform = fields.platform ?? (platforms.length === 1 ? (platforms[0]?.platform ?? null) : null)
  const formRef = useRef<HTMLFormElement>(null)
  const isSending = useRef(false)

  const link = useMutation({
    ...atOnce,
    mutationFn: async (input: LinkInput) => {
      const account = await client.accounts.link({ personId: viewerId, ...requireComplete(input, consent) })
      // It is linked and will be read, whether it is put ahead of others or not.
      const syncError = await client.sync.request({ accountId: account.id }).then(() => null, failureOf)
      return { account, syncError }
    },
    onSuccess: async ({ account }, sent) => {
      await Promise.all([
        readAccountsAnew(queryClient, viewerId),
        queryClient.invalidateQueries({ queryKey: syncStatusKey(viewerId, account.id) }),
      ])
      // What was typed meanwhile is for the next one.
      setFields({
        ...fields,
        ...(handle === sent.handle && { handle: '' }),
        ...(purposes === sent.purposes && { purposes: [] }),
      })
      onLinked?.(account)
    },
    onSettled: () => {
      isSending.current = false
    },
  })
  const { error: thrown } = link
  useFocusOnFailure(formRef, thrown)

  const change = (news: Partial<LinkInput>) => {
    setFields({ ...fields, ...news })
    // What was said of the last one does not hold for the next.
    if (!isSending.current) link.reset()
  }
  const actions = {
    /** Fills in what is given, and leaves the rest as it is. */
    change,
    setPlatform: (next: string | null) => change({ platform: next }),
    setHandle: (next: string) => change({ handle: next }),
    setPurpose: (purpose: ConsentPurpose, isGiven: boolean) => {
      const others = purposes.filter((one) => one !== purpose)
      change({ purposes: isGiven ? [...others, purpose] : others })
    },
    /** Links the account. While one is on its way, nothing. */
    submit: () => {
      if (isSending.current) return
      isSending.current = true
      link.mutate({ platform, handle, purposes })
    },
  }
  const error = thrown && failureOf(thrown)
  return {
    platform,
    handle,
    purposes,
    ...actions,
    isLinking: link.isPending,
    /** Why the last one was not linked. */
    error,
    /** The account that was linked last. */
    linked: link.data?.account ?? null,
    /** Why it could not be put ahead in the queue; it is linked all the same. */
    syncError: link.data?.syncError ?? null,
    formRef,
    /** The field that the error is about; null where it is about none. */
    invalidField: error && fieldOf(error),
  }
}

/** Goes to the field that something is wrong with, unless the person has gone elsewhere meanwhile. */
function useFocusOnFailure(formRef: { readonly current: HTMLFormElement | null }, thrown: unknown): void {
  useEffect(() => {
    const form = formRef.current
    if (thrown === null || !form) return
    const { activeElement, body } = form.ownerDocument
    if (activeElement !== body && !form.contains(activeElement)) return
    form.querySelector<HTMLElement>(':is(input, select)[aria-invalid="true"], [aria-invalid="true"] input')?.focus()
  }, [formRef, thrown])
}

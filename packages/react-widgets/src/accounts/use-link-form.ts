import type { Account, ConsentPurpose } from '@socius/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { Connection } from '../connection/socius-provider.js'
import { useControlled } from '../props/use-controlled.js'
import { type LinkablePlatform, readAccountsAnew } from './accounts-query.js'
import { failureOf } from './failure.js'
import { type ConsentOffer, fieldOf, type LinkInput, requireComplete } from './link-failure.js'
import { syncStatusKey } from './sync-status-query.js'

export interface LinkFormOptions {
  /** What the person agrees to: which version of the text, and for what. Its words are the caller's to show. */
  readonly consent: ConsentOffer
  /** The platform where the caller keeps it; leave it out and the hook does. */
  readonly platform?: string | null
  /** @default the only one there is, none where there are more */
  readonly initialPlatform?: string | null
  readonly onPlatformChange?: (platform: string | null) => void
  /** The handle where the caller keeps it; leave it out and the hook does. */
  readonly handle?: string
  /** @default '' */
  readonly initialHandle?: string
  readonly onHandleChange?: (handle: string) => void
  /** What is agreed to, where the caller keeps it; leave it out and the hook does. */
  readonly purposes?: readonly ConsentPurpose[]
  /** @default none: a consent is given by the person */
  readonly initialPurposes?: readonly ConsentPurpose[]
  readonly onPurposesChange?: (purposes: readonly ConsentPurpose[]) => void
  /** Told of an account that was linked. */
  readonly onLinked?: (account: Account) => void
}

interface LinkFormContext {
  readonly connection: Connection
  readonly platforms: readonly LinkablePlatform[]
}

const nothing: readonly ConsentPurpose[] = []

/** The form that links an account: its fields, what is wrong with them, and what sends it. */
export function useLinkForm(options: LinkFormOptions, { connection, platforms }: LinkFormContext) {
  const { consent, onLinked } = options
  const { client, viewerId } = connection
  const queryClient = useQueryClient()
  const fields = useLinkFields(options, platforms)
  const { platform, handle, purposes } = fields
  const formRef = useRef<HTMLFormElement>(null)
  const isSending = useRef(false)

  const link = useMutation({
    // Somebody waits for it: that there is no network is said at once.
    networkMode: 'always',
    retry: false,
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
      if (handle === sent.handle) fields.setHandle('')
      if (purposes === sent.purposes) fields.setPurposes(nothing)
      onLinked?.(account)
    },
    onSettled: () => {
      isSending.current = false
    },
  })
  const { error: thrown } = link
  useFocusOnFailure(formRef, thrown)

  /** What was said of the last one does not hold for the next. */
  const whenChanged = () => {
    if (!isSending.current) link.reset()
  }
  const actions = {
    setPlatform: (next: string | null) => {
      fields.setPlatform(next)
      whenChanged()
    },
    setHandle: (next: string) => {
      fields.setHandle(next)
      whenChanged()
    },
    setPurpose: (purpose: ConsentPurpose, isGiven: boolean) => {
      const others = purposes.filter((one) => one !== purpose)
      fields.setPurposes(isGiven ? [...others, purpose] : others)
      whenChanged()
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

/** The three fields, each kept by the caller or here. */
function useLinkFields(options: LinkFormOptions, platforms: readonly LinkablePlatform[]) {
  const [kept, setPlatform] = useControlled<string | null>({
    value: options.platform,
    initial: options.initialPlatform ?? null,
    onChange: options.onPlatformChange,
  })
  const [handle, setHandle] = useControlled({
    value: options.handle,
    initial: options.initialHandle ?? '',
    onChange: options.onHandleChange,
  })
  const [purposes, setPurposes] = useControlled<readonly ConsentPurpose[]>({
    value: options.purposes,
    initial: options.initialPurposes ?? nothing,
    onChange: options.onPurposesChange,
  })
  const [only] = platforms
  const platform = kept ?? (platforms.length === 1 && only ? only.platform : null)
  return { platform, handle, purposes, setPlatform, setHandle, setPurposes }
}

/** Goes to the field that something is wrong with, unless the person has gone elsewhere meanwhile. */
function useFocusOnFailure(formRef: { readonly current: HTMLFormElement | null }, thrown: unknown): void {
  useEffect(() => {
    const form = formRef.current
    if (thrown === null || !form) return
    const { activeElement, body } = form.ownerDocument
    if (activeElement !== body && !form.contains(activeElement)) return
    const field = form.querySelector<HTMLElement>('[aria-invalid="true"]')
    const input = field?.matches('input, select, textarea') ? field : field?.querySelector<HTMLElement>('input')
    input?.focus()
  }, [formRef, thrown])
}

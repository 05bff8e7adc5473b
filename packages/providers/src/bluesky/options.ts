import { SociusError } from '@socius/core/provider'
import * as z from 'zod'
import type { HttpOptions } from '../http/index.js'

export interface BlueskyOptions extends Pick<HttpOptions, 'fetch' | 'clock' | 'timeout' | 'maxBytes' | 'userAgent'> {
  /**
   * The address of the AppView to ask. Every account of the network can be read through any of them.
   * @default 'https://public.api.bsky.app'
   */
  readonly appview?: string
}

const aFunction = z.custom<(...args: never[]) => unknown>((value) => typeof value === 'function')

// Numbers and the user agent are judged where they are used.
const optionsSchema = z.strictObject({
  appview: z
    .url({ protocol: /^https?$/ })
    .refine((address) => /^https?:\/\/[^@?#]+$/i.test(address))
    .optional(),
  fetch: aFunction.optional(),
  clock: z.object({ now: aFunction }).optional(),
  timeout: z.number().optional(),
  maxBytes: z.number().optional(),
  userAgent: z.string().optional(),
})

/** @throws `invalid_option` */
export function readOptions(options: BlueskyOptions): BlueskyOptions & { readonly appview: string } {
  const parsed = optionsSchema.safeParse(options)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const name = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : issue?.path.join('.')
    throw new SociusError('invalid_option', `bluesky: ${name || 'the options'} cannot be used.`)
  }
  return { ...options, appview: (options.appview ?? 'https://public.api.bsky.app').replace(/\/+$/, '') }
}

import * as z from 'zod'
import { cleanUrl } from '../kernel/index.js'
import { textLimits } from './text-limits.js'

/** An address that callers hand in: http or https, so that it can stand in a link. */
export function webAddress() {
  return z
    .string()
    .max(textLimits.url)
    .refine((url) => cleanUrl(url) !== null, 'not an http or https address')
}

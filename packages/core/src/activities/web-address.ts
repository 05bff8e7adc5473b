import * as z from 'zod/mini'
import { cleanUrl } from '../kernel/index.js'
import { textLimits } from './text-limits.js'

/** An address that callers hand in: http or https, so that it can stand in a link. */
export function webAddress() {
  return z.string().check(
    z.maxLength(textLimits.url),
    z.refine((url) => cleanUrl(url) !== null, 'not an http or https address'),
  )
}

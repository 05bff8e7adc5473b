import { type ErrorReading, errorProperty, isNetworkCode } from '../errors.js'

// https://www.postgresql.org/docs/current/errcodes-appendix.html
const conflicts = new Set(['40001', '40P01', '55P03'])
/** Connections, credentials, no such database, resources, shutdown. */
const unavailable = /^(08|28|3D|53|57P|58)/

export function readPostgresError(error: unknown): ErrorReading {
  const code = errorProperty(error, 'code')
  if (isNetworkCode(code)) return { code: 'store_unavailable', reason: String(code) }
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) {
    if (conflicts.has(code)) return { code: 'store_conflict', reason: code }
    return { code: unavailable.test(code) ? 'store_unavailable' : 'store_rejected', reason: code }
  }
  // The driver's own errors about its connection have no code.
  const message = error instanceof Error ? error.message : ''
  const lost = /connection|connect|terminated|not queryable|after calling end|is closed|been destroyed/i.test(message)
  return { code: lost ? 'store_unavailable' : 'store_rejected', reason: null }
}

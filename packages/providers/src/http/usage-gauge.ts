import type { RateLimitFacts } from '@socius/core/provider'
import { credibleWait } from './credible-wait.js'
import type { UsageGauge } from './limit-table.js'
import { parseJson } from './parse-json.js'

// Some platforms count on beyond the limit; what is far beyond it is no percentage.
const highestPercent = 10_000
const longestHeader = 20_000

/**
 * What gauges say, as a limit of 100: the fullest of them tells what remains, and the longest regain when it will be
 * counted anew. Null when an answer has none of them, or none that can be read.
 */
export function readUsage(headers: Headers, gauges: readonly UsageGauge[], now: number): RateLimitFacts | null {
  const percents: number[] = []
  const waits: number[] = []
  for (const gauge of gauges) {
    const text = headers.get(gauge.header)
    if (text === null || text.length > longestHeader) continue
    // `fetch` joins headers of one name with commas, which makes a list of what each of them holds.
    const parsed = parseJson(new TextEncoder().encode(`[${text}]`))
    if ('value' in parsed) collect(parsed.value, gauge, { percents, waits })
  }
  if (percents.length === 0) return null
  const remaining = Math.max(0, Math.floor(100 - Math.max(...percents)))
  return { limit: 100, remaining, resetAt: waits.length === 0 ? null : now + Math.max(...waits) }
}

function collect(value: unknown, gauge: UsageGauge, found: { percents: number[]; waits: number[] }): void {
  if (typeof value !== 'object' || value === null) return
  for (const [name, member] of Object.entries(value)) {
    if (typeof member !== 'number') {
      collect(member, gauge, found)
    } else if (gauge.percents.includes(name) && member >= 0 && member <= highestPercent) {
      found.percents.push(member)
    } else if (gauge.regain?.member === name && member > 0) {
      const wait = credibleWait(member * gauge.regain.unit)
      if (wait !== null) found.waits.push(wait)
    }
  }
}

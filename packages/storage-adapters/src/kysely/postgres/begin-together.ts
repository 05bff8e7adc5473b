export type Query = (text: string, values: readonly unknown[]) => Promise<never>

/**
 * Sends what opens a transaction together with its first statement, if that one only reads: one wait less. Where opening
 * fails, nothing was written.
 */
export function beginTogether(query: Query): Query {
  let opening: string | null = null
  return async (text, values) => {
    if (/^(begin|start transaction)/.test(text)) {
      opening = text
      return noRows
    }
    if (opening === null) return query(text, values)
    const begun = query(opening, [])
    opening = null
    if (!text.startsWith('select')) await begun
    const [, result] = await Promise.all([begun, query(text, values)])
    return result
  }
}

/** Of a statement that has not been sent yet. */
const noRows = { command: 'BEGIN', rowCount: 0, rows: [] } as never

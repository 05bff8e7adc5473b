/** One reason behind a derived result. */
export interface ExplanationPart {
  /** What was weighed, in the words of the field: `recency`, `mutual connections`. */
  readonly reason: string
  /** What this part adds to the result, in the result's own unit. */
  readonly contribution: number
  /** The rows this part rests on. */
  readonly evidence: readonly { readonly collection: string; readonly id: string }[]
}

/** Why a derived value is what it is: the parts' contributions add up to `result`. */
export interface Explanation {
  readonly result: number
  readonly parts: readonly ExplanationPart[]
}

/** Builds an explanation whose result is the sum of its parts, so that the two cannot disagree. */
export function explain(parts: readonly ExplanationPart[]): Explanation {
  return { result: parts.reduce((sum, part) => sum + part.contribution, 0), parts }
}

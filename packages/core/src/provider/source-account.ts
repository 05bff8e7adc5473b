/** The source that is read: a public handle, or later a member's own token. */
export interface SourceAccount {
  readonly externalId: string
  readonly handle: string
}

export interface ReadOptions {
  readonly signal: AbortSignal
}

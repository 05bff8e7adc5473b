/** Something that has happened, as listeners get it: ids, and no content. */
export interface LiveEvent {
  /** Pass it as `after` to go on from here. */
  readonly id: string
  /** Noun and verb, such as `activity.created`; `reset` when events were missed and what is shown has to be read anew. */
  readonly name: string
  /** The row that it happened to. */
  readonly subject: string
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly payload: unknown
}

export interface EventsOptions {
  /** The id of the last event that was seen. @default only what happens from now on */
  after?: string
  /** Names of events, such as `activity.created`. @default all that the caller may hear of */
  events?: readonly string[]
  signal?: AbortSignal
}

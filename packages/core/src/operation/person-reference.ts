import type { Collection } from '../store/index.js'
import type { CommandContext, ReadStore } from './context.js'

/** Two people, of whom one turned out to be the other. */
export interface MergedPeople {
  readonly fromId: string
  readonly intoId: string
}

/** What a merge writes down of something that it moves: enough to move it back. */
export interface MergeNote {
  /**
   * What the moved row is about besides the person, if that decides what becomes of it: the other person of a tie, the
   * subject of an answer. When that is erased, the note is erased with it.
   */
  readonly aboutId: string | null
  /** Ids, times and states; never what somebody wrote. JSON. */
  readonly note: unknown
}

/** Somebody on a platform who goes back to the person who was merged, with all that hangs on it. */
export interface PlatformIdentity {
  readonly id: string
  readonly platform: string
  readonly externalId: string
}

/**
 * Which rows of a collection follow a person who is merged into another, and back. A module lists one for each field of its
 * collections that says whose a row is; see `definePersonField` and `definePersonKey`.
 */
export interface PersonReference {
  readonly collection: Collection<{ id: string }>
  /** The fields that say whose a row is. */
  readonly fields: readonly string[]
  /** Which rows of the collection these are, where several references name the same fields. */
  readonly part?: string
  /** A person has few of them: they change hands in the transaction that begins a merge, all together. */
  readonly atOnce: boolean
  /** How many notes one transaction takes back. */
  readonly notesAtOnce: number
  /** How they follow. Asked for by the first merge: few processes ever see one. */
  steps(): Promise<PersonSteps>
}

/** How the rows of a {@link PersonReference} follow: each step in a transaction in which nothing else is written of either person. */
export interface PersonSteps {
  /** Moves some rows of `fromId`, about as many as `limit`. It is called until it says that these were the last. */
  take(
    context: CommandContext,
    people: MergedPeople,
    limit: number,
  ): Promise<{ readonly notes: readonly MergeNote[]; readonly isLast: boolean }>
  /** Undoes what these notes tell of, as far as it still stands as the merge left it. */
  giveBack(context: CommandContext, people: MergedPeople, notes: readonly unknown[]): Promise<void>
  /**
   * Moves some of what came in since the merge and hangs on these identities of `fromId`, about as much as `limit`. It is
   * called until it says that nothing is left.
   */
  giveAfter?(
    context: CommandContext,
    people: MergedPeople,
    identities: readonly PlatformIdentity[],
    limit: number,
  ): Promise<boolean>
  /** How many rows are `personId`'s. */
  count(store: ReadStore, personId: string): Promise<number>
}

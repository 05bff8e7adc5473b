import type { ActivityDraft, RejectedItem } from './draft.js'
import type { ReadOptions, SourceAccount } from './source-account.js'

/** A file of what a person has downloaded from their platform. The host unpacks it. */
export interface ArchiveFile {
  /** Its name in the archive, with or without folders. */
  readonly name: string
  readonly text: string
}

export interface ArchiveOptions extends ReadOptions {
  /** Whose archive it has to be. */
  readonly account: SourceAccount
  /** Read one after the other, in any order; those with other names are passed over. */
  readonly files: Iterable<ArchiveFile> | AsyncIterable<ArchiveFile>
}

/** Reads what a platform hands out to the people who ask for all that they have published there. */
export interface ArchiveReader {
  /** The names of the files that it reads. */
  readonly files: readonly string[]
  /** What a host should know: how people get the archive, and what of it is read. */
  readonly note: string
  /**
   * The items, with the same external ids as the readers of the platform give, and those that do not fit. Nothing is
   * requested.
   * @throws `invalid_input` with `details.reason` `account` for an archive of somebody else, or `files` where one that is
   * needed is not there; `provider_malformed` for a file that is not what its name says; `aborted`
   */
  read(options: ArchiveOptions): AsyncIterable<ActivityDraft | RejectedItem>
}

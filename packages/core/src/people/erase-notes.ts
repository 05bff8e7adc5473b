import { maxRows, type Store } from '../store/index.js'
import { mergeEntry } from './merge.js'

/** Erases what merges have noted about these: subjects that are erased themselves, of which nothing can come back. */
export async function eraseNotesAbout(store: Store, aboutIds: readonly string[]): Promise<void> {
  const where = { aboutId: { in: aboutIds } }
  while ((await store.remove(mergeEntry, { where, limit: maxRows })) === maxRows);
}

import type { ScalarField, Where } from '../store/index.js'
import type { CommandContext } from './context.js'
import type { MergedPeople, PlatformIdentity } from './person-reference.js'

/** What is particular to rows whose ids do not depend on the person. */
export interface PersonFieldOptions<Row> {
  /** The field that follows this one in an index, if any: rows are found in its order. */
  orderBy?: ScalarField<Row>
  /** See {@link PersonReference.atOnce}. @default false */
  atOnce?: boolean
  /** Which of a person's rows belong to these platform identities, wherever the person goes. @default none */
  hangsOn?(identities: readonly PlatformIdentity[]): Where<Row>
  /** Changes what stands beside moved rows and names their person too. */
  moved?(context: CommandContext, ids: readonly string[], personId: string): Promise<void>
}

/** What is particular to rows whose ids are derived from the person. */
export interface PersonKeyOptions<Row> {
  /** Only these rows, and what they are called among the collection's: see {@link PersonReference.part}. @default all */
  only?: { readonly part: string; readonly where: Where<Row> }
  /** Further fields that name the person wherever one of the key's does. @default none */
  also?: readonly ScalarField<Row>[]
  /** The id of the row, derived from the person among others. */
  idOf(tenant: string, row: Row): string
  /** What the row is about besides the person: see `MergeNote.aboutId`. */
  aboutOf(row: Row, people: MergedPeople): string
  /** The field that follows the person in an index, if any: rows are found in its order. */
  orderBy?: ScalarField<Row>
  /** Whether a row means nothing once it has moved: then it rests in the journal alone. @default never */
  drop?(moved: Row): boolean
  /** What becomes of two rows that fall together, with the id of `own`. @default `own` stays as it is */
  collapse?(own: Row, moved: Row): Row
  /** Counts what the number of rows has changed by: `fewer` fell together with others, `more` came apart again. */
  recount?(
    context: CommandContext,
    change: { readonly fewer: readonly Row[]; readonly more: readonly Row[] },
  ): Promise<void>
}

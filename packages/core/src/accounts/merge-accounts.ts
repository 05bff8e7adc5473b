import type { CommandContext, PersonSteps } from '../operation/index.js'
import { maxRows } from '../store/index.js'
import { type Account, account } from './account.js'
import { consent } from './consent.js'

/** Whether an account counted among its person's before it moved. */
interface MovedAccount {
  readonly id: string
  readonly primary: boolean
}

/** What is particular to accounts: on each platform one of a person's counts. */
export const mergeAccounts: Pick<PersonSteps, 'take' | 'giveBack'> = {
  async take(context, people) {
    const rows = await accountsOf(context, people.fromId)
    const taken = new Set(
      (await accountsOf(context, people.intoId)).filter(({ primary }) => primary).map(({ platform }) => platform),
    )
    const notes = rows.map(({ id, primary }): MovedAccount => ({ id, primary }))
    const secondary = rows.filter(({ primary, platform }) => primary && taken.has(platform)).map(({ id }) => id)
    await context.store.update(account, { where: { id: { in: secondary } }, set: { primary: false } })
    const ids = rows.map(({ id }) => id)
    await context.store.update(account, { where: { id: { in: ids } }, set: { personId: people.intoId } })
    return { notes: rows.length === 0 ? [] : [{ aboutId: null, note: notes }], isLast: true }
  },
  async giveBack(context, people, given) {
    const notes = (given as readonly (readonly MovedAccount[])[]).flat() // notes come back to the reference that made them
    const ids = notes.map(({ id }) => id)
    const where = { id: { in: ids }, personId: people.intoId }
    await context.store.update(account, { where, set: { personId: people.fromId } })
    const counted = new Set(notes.filter(({ primary }) => primary).map(({ id }) => id))
    await settlePrimaries(context, people.fromId, counted)
    await settlePrimaries(context, people.intoId, new Set())
  },
}

/** On each platform one linked account counts: one that does now, one that did before, or the one that was linked first. */
async function settlePrimaries(context: CommandContext, personId: string, before: ReadonlySet<string>): Promise<void> {
  const linked = (await accountsOf(context, personId)).filter(({ state }) => state !== 'disconnected')
  for (const rows of Map.groupBy(linked, ({ platform }) => platform).values()) {
    if (rows.some(({ primary }) => primary)) continue
    const [first] = rows.toSorted((one, other) => one.linkedAt - other.linkedAt || (one.id < other.id ? -1 : 1))
    const next = rows.find(({ id }) => before.has(id)) ?? first
    if (next) await context.store.update(account, { where: { id: next.id }, set: { primary: true } })
  }
}

/** What is particular to grants: those that came in since go where the accounts go that rest on them. */
export const mergeConsents: Pick<PersonSteps, 'giveAfter'> = {
  async giveAfter(context, people) {
    const { store } = context
    const returned = new Set((await accountsOf(context, people.fromId)).map(({ consentId }) => consentId))
    const staying = new Set((await accountsOf(context, people.intoId)).map(({ consentId }) => consentId))
    const ids = [...returned].filter((id) => !staying.has(id))
    const where = { id: { in: ids }, personId: people.intoId }
    await store.update(consent, { where, set: { personId: people.fromId } })
    return true
  },
}

/** All of them: a handful, never a list that grows. */
async function accountsOf({ store }: CommandContext, personId: string): Promise<readonly Account[]> {
  const { items } = await store.query(account, { where: { personId }, limit: maxRows })
  return items
}

import * as z from 'zod/mini'
import { SociusError } from '../kernel/index.js'
import {
  actsFor,
  anybody,
  type CommandContext,
  defineCommand,
  defineQuery,
  pageInput,
  pageOf,
  thePersonConcerned,
} from '../operation/index.js'
import { ensurePerson, holdPerson } from '../people/index.js'
import { maxRows, orNull, reference } from '../store/index.js'
import { type Account, account, accountFields, linkedAccounts, requireAccount, requireOwnAccount } from './account.js'
import { accountDisconnected, consentWithdrawn } from './accounts.events.js'
import { type Consent, consent, consentPurposes } from './consent.js'
import { linkAccount, recordConsent } from './link-account.js'
import { listPlatforms } from './platforms.operations.js'

const listAccounts = defineQuery({
  name: 'accounts.list',
  summary: "A person's linked accounts, each with the consent that it rests on.",
  input: () => pageInput({ personId: reference() }),
  output: () => pageOf(z.extend(accountFields, { consent: orNull(consent.schema) })),
  access: thePersonConcerned,
  async run(context, { personId, limit, cursor }) {
    const { items, next } = await context.store.query(account, {
      where: { personId },
      orderBy: [
        ['platform', 'asc'],
        ['id', 'asc'],
      ],
      limit,
      cursor,
    })
    const consentIds = items.map(({ consentId }) => consentId)
    const consents = await context.store.get(consent, consentIds)
    return { items: items.map((row, place) => ({ ...row, consent: consents[place] ?? null })), next }
  },
})

const disconnectAccount = defineCommand({
  name: 'accounts.disconnect',
  summary: 'Stops reading an account. What was read stays until its consent is withdrawn.',
  input: () => z.strictObject({ accountId: reference() }),
  output: account.schema,
  access: anybody,
  async run(context, { accountId }) {
    return disconnect(context, await requireOwnAccount(context, accountId))
  },
})

async function disconnect(context: CommandContext, row: Account): Promise<Account> {
  const { id, personId, platform } = row
  const changed = { state: 'disconnected', stateSince: context.clock.now(), primary: false } as const
  await holdPerson(context, personId)
  const where = { id, personId, state: { ne: 'disconnected' as const } }
  const moved = await context.store.update(account, { where, set: changed })
  if (moved === 0) {
    const current = await requireAccount(context.store, id)
    if (current.personId === personId) return current
    throw new SociusError('store_conflict', 'The account went to another person meanwhile.', { retryable: true })
  }
  await choosePrimary(context, row)
  context.emit(accountDisconnected, { subject: id, payload: { accountId: id, personId, platform } })
  return { ...row, ...changed }
}

/** Where the account that counted is gone, the one that was linked first counts from now on. */
async function choosePrimary(context: CommandContext, gone: Account): Promise<void> {
  const linked = await linkedAccounts(context.store, gone)
  if (linked.some((row) => row.primary)) return
  const [next] = linked.toSorted((one, other) => one.linkedAt - other.linkedAt || (one.id < other.id ? -1 : 1))
  if (next) await context.store.update(account, { where: { id: next.id }, set: { primary: true } })
}

const grantConsent = defineCommand({
  name: 'consents.grant',
  summary: 'Records what a person allows.',
  input: () =>
    z.strictObject({
      personId: reference(),
      platform: z._default(z.nullable(reference()), null),
      purposes: z.array(z.enum(consentPurposes)).check(z.minLength(1)),
      text: z.string().check(z.minLength(1), z.maxLength(200)),
      expiresAt: z._default(z.nullable(z.int()), null),
    }),
  output: consent.schema,
  access: thePersonConcerned,
  async run(context, { personId, ...given }) {
    await ensurePerson(context, personId)
    return recordConsent(context, personId, given)
  },
})

const withdrawConsent = defineCommand({
  name: 'consents.withdraw',
  summary: 'Withdraws a grant: its accounts are disconnected now, and what was read under it is erased.',
  input: () => z.strictObject({ consentId: reference() }),
  output: consent.schema,
  access: anybody,
  async run(context, { consentId }) {
    const grant = await requireGrant(context, consentId)
    if (!actsFor(context.actor, grant.personId)) throw foreign()
    const change = { withdrawnAt: context.clock.now(), withdrawnBy: context.actor.id }
    const moved = await context.store.update(consent, { where: { id: consentId, withdrawnAt: null }, set: change })
    if (moved === 0) return requireGrant(context, consentId)
    // One grant covers the accounts that were linked with it: a handful, never a list that grows.
    const resting = await context.store.query(account, { where: { consentId }, limit: maxRows })
    for (const row of resting.items) await disconnect(context, row)
    context.emit(consentWithdrawn, { subject: consentId, payload: { consentId, personId: grant.personId } })
    return { ...grant, ...change }
  },
})

const listConsents = defineQuery({
  name: 'consents.list',
  summary: 'What a person has allowed, the newest first, withdrawn grants included.',
  input: () => pageInput({ personId: reference() }),
  output: () => pageOf(consent.schema),
  access: thePersonConcerned,
  run: (context, { personId, limit, cursor }) =>
    context.store.query(consent, { where: { personId }, orderBy: [['grantedAt', 'desc']], limit, cursor }),
})

async function requireGrant(context: CommandContext, consentId: string): Promise<Consent> {
  const [grant] = await context.store.get(consent, [consentId])
  if (grant) return grant
  throw new SociusError('not_found', 'There is no such consent.', { details: { consentId } })
}

function foreign(): SociusError {
  return new SociusError('forbidden', 'This belongs to another person.')
}

export const accountOperations = {
  link: linkAccount,
  list: listAccounts,
  disconnect: disconnectAccount,
  platforms: listPlatforms,
}
export const consentOperations = { grant: grantConsent, withdraw: withdrawConsent, list: listConsents }

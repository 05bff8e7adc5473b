import * as z from 'zod/mini'
import { deriveId, isSociusError, once, SociusError, throwIfAborted } from '../kernel/index.js'
import { type CommandContext, defineTask, type TaskContext, thePersonConcerned } from '../operation/index.js'
import {
  cleanProfile,
  ensurePerson,
  holdPerson,
  identity,
  identityEstablished,
  type Profile,
  profile,
  profileHash,
  profileUpdated,
} from '../people/index.js'
import type { ProfileDraft } from '../provider/index.js'
import { reference } from '../store/index.js'
import { type Account, account, linkedAccounts } from './account.js'
import { accountLinked, consentGranted } from './accounts.events.js'
import { type Asked, type Consent, consent, consentPurposes, covers, holdConsent, requireConsent } from './consent.js'

/** What the person agrees to, as it is handed in. */
const consentInput = once(() =>
  z.strictObject({
    purposes: z.array(z.enum(consentPurposes)).check(z.minLength(1)),
    /** Names the version of the text that the person saw. */
    text: z.string().check(z.minLength(1), z.maxLength(200)),
    /** Milliseconds since the epoch. @default null, until it is withdrawn */
    expiresAt: z._default(z.nullable(z.int()), null),
  }),
)

type NewConsent = z.output<ReturnType<typeof consentInput>>

/**
 * Links a person's public account. The platform is asked who that is, so that the link survives a change of handle.
 */
export const linkAccount = defineTask({
  name: 'accounts.link',
  summary: "Links a person's account on a platform, and records the consent it rests on.",
  input: () =>
    z
      .strictObject({
        personId: reference(),
        platform: z.string().check(z.minLength(1), z.maxLength(30)),
        handle: z.string().check(z.trim(), z.minLength(1), z.maxLength(2000)),
        consent: z.optional(consentInput()),
        /** A grant that is on record already, instead of a new one. */
        consentId: z.optional(reference()),
        /** Makes it the one that counts among the person's accounts there. The first one is so by itself. */
        primary: z._default(z.boolean(), false),
      })
      .check(
        z.refine(({ consent: given, consentId }) => !given || !consentId, 'either a new consent or one on record'),
      ),
  output: account.schema,
  access: thePersonConcerned,
  async run(context, { consent: given, consentId, ...wanted }) {
    const { personId, platform } = wanted
    const asked = { purpose: 'sync' as const, platform, personId, now: context.clock.now() }
    // Before the platform is asked: without a consent nothing is fetched.
    if (consentId !== undefined) await requireConsent(context.store, consentId, asked)
    else requireCover(given, asked)
    const draft = cleanProfile(await readProfile(context, wanted))
    return context.transaction(async (inner) => {
      // A withdrawal holds the consent first, then the person: so does this.
      const onRecord = consentId === undefined ? null : await holdConsent(inner.store, consentId, asked)
      await ensurePerson(inner, personId)
      await holdPerson(inner, personId)
      const grant = onRecord ?? (await recordConsent(inner, personId, { platform, ...requireCover(given, asked) }))
      return saveLink(inner, { ...wanted, grant, draft })
    })
  },
})

/** @throws `consent_required` unless what is about to be granted covers what it is granted for. */
function requireCover(given: NewConsent | undefined, asked: Asked): NewConsent {
  if (given && covers({ ...given, platform: asked.platform, withdrawnAt: null }, asked)) return given
  const reason = !given ? 'missing' : given.purposes.includes('sync') ? 'expired' : 'other-scope'
  throw new SociusError(
    'consent_required',
    'An account is linked with a consent, new or on record, to fetch from it.',
    {
      details: { platform: asked.platform, purpose: asked.purpose, reason },
    },
  )
}

async function readProfile(context: TaskContext, wanted: { platform: string; handle: string }): Promise<ProfileDraft> {
  const { profile: reader } = context.provider(wanted.platform).readers
  const signal = context.signal ?? new AbortController().signal
  try {
    return (await reader({ handle: wanted.handle, signal })).profile
  } catch (cause) {
    throwIfAborted(signal)
    if (isSociusError(cause)) throw cause
    throw new SociusError('internal', 'A provider failed in a way that it does not declare.', { cause })
  }
}

/** Writes a grant. */
export async function recordConsent(
  context: CommandContext,
  personId: string,
  given: Pick<Consent, 'platform' | 'purposes' | 'text' | 'expiresAt'>,
): Promise<Consent> {
  const grant: Consent = {
    ...given,
    id: context.newId(),
    personId,
    grantedAt: context.clock.now(),
    grantedBy: context.actor.id,
    withdrawnAt: null,
    withdrawnBy: null,
  }
  await context.store.insert(consent, [grant])
  context.emit(consentGranted, { subject: grant.id, payload: { consentId: grant.id, personId } })
  return grant
}

interface Link {
  readonly personId: string
  readonly platform: string
  readonly handle: string
  readonly primary: boolean
  readonly grant: Consent
  readonly draft: ProfileDraft
}

async function saveLink(context: CommandContext, link: Link): Promise<Account> {
  const { store } = context
  const { personId, platform, grant, draft } = link
  const now = context.clock.now()
  const id = accountIdOf(context.actor.tenant, platform, draft.externalId)
  await establishIdentity(context, id, link)
  const [stored] = await store.get(account, [id])
  const others = (await linkedAccounts(store, link)).filter((other) => other.id !== id)
  const primary = link.primary || stored?.primary === true || others.every((other) => !other.primary)
  if (primary) await store.update(account, { where: { personId, platform, id: { ne: id } }, set: { primary: false } })
  const row: Account = {
    id,
    personId,
    platform,
    externalId: draft.externalId,
    handle: draft.handle ?? link.handle,
    state: 'active',
    primary,
    consentId: grant.id,
    linkedAt: stored?.linkedAt ?? now,
    linkedBy: context.actor.id,
    stateSince: now,
  }
  await store.upsert(account, [row])
  const payload = { accountId: id, personId, platform, consentId: grant.id }
  context.emit(accountLinked, { subject: id, payload })
  return row
}

async function establishIdentity(context: CommandContext, id: string, link: Link): Promise<void> {
  const { store } = context
  const { personId, platform, draft } = link
  const status = 'claimed' as const
  const made = await store.insert(identity, [
    {
      id,
      personId,
      platform,
      externalId: draft.externalId,
      status,
      establishedBy: context.actor.id,
      establishedAt: context.clock.now(),
    },
  ])
  const [stored] = await store.get(identity, [id])
  if (stored && stored.personId !== personId) {
    throw new SociusError('conflict', 'The account belongs to another person here.', {
      details: { platform, accountId: id },
    })
  }
  if (made.length > 0) {
    context.emit(identityEstablished, { subject: id, payload: { identityId: id, personId, platform, status } })
  }
  await saveProfile(context, { id, personId, platform }, draft)
}

/** Replaces what the platform says about an account, if that changed. */
export async function saveProfile(
  context: CommandContext,
  { id, personId, platform }: Pick<Account, 'id' | 'personId' | 'platform'>,
  draft: ProfileDraft,
): Promise<void> {
  const facts = cleanProfile(draft)
  const row: Profile = { ...facts, id, platform, contentHash: profileHash(facts), fetchedAt: context.clock.now() }
  const { inserted, updated } = await context.store.upsert(profile, [row])
  if (inserted.length + updated.length > 0) {
    context.emit(profileUpdated, { subject: id, payload: { identityId: id, platform, personId } })
  } else {
    await context.store.update(profile, { where: { id }, set: { fetchedAt: row.fetchedAt } })
  }
}

/** The id of an account, and of the identity and profile behind it. */
export function accountIdOf(tenant: string, platform: string, externalId: string): string {
  return deriveId(tenant, platform, 'account', externalId)
}

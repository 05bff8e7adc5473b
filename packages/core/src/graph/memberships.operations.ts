import * as z from 'zod/mini'
import { isPrivileged, once } from '../kernel/index.js'
import { defineCommand, defineQuery, pageInput, pageOf, privileged } from '../operation/index.js'
import { ensurePerson, holdPeople } from '../person/index.js'
import { reference } from '../store/index.js'
import { membershipChanged, membershipEnded, membershipStarted } from './graph.events.js'
import {
  type Membership,
  membership,
  membershipIdOf,
  membershipRoles,
  programmeAudience,
  programmeReference,
} from './membership.js'

const ofProgramme = once(() => ({ programmeId: programmeReference(), personId: reference() }))

const join = defineCommand({
  name: 'memberships.join',
  summary: 'Makes a person a member of a programme, or gives them another role in it.',
  input: () => z.strictObject({ ...ofProgramme(), role: z._default(z.enum(membershipRoles), 'member') }),
  output: membership.schema,
  access: privileged,
  async run(context, { programmeId, personId, role }) {
    const { actor, clock, emit, store } = context
    await ensurePerson(context, personId)
    const id = membershipIdOf(actor.tenant, programmeId, personId)
    const joinedAt = clock.now()
    const row: Membership = { id, programmeId, personId, role, audience: programmeAudience(programmeId), joinedAt }
    const payload = { programmeId, personId, role }
    const made = await store.insert(membership, [row])
    if (made.length === 1) {
      emit(membershipStarted, { subject: id, payload })
      return row
    }
    const changed = await store.update(membership, { where: { id, role: { ne: role } }, set: { role } })
    if (changed === 1) emit(membershipChanged, { subject: id, payload })
    const [stored] = await store.get(membership, [id])
    return stored ?? row
  },
})

const leave = defineCommand({
  name: 'memberships.leave',
  summary: 'Ends a membership; ending what is not there changes nothing.',
  input: () => z.strictObject(ofProgramme()),
  output: () => z.object(ofProgramme()),
  access: privileged,
  async run(context, { programmeId, personId }) {
    const { actor, emit, store } = context
    await holdPeople(context, [personId])
    const id = membershipIdOf(actor.tenant, programmeId, personId)
    const gone = await store.remove(membership, { where: { id }, limit: 1 })
    if (gone === 1) emit(membershipEnded, { subject: id, payload: { programmeId, personId } })
    return { programmeId, personId }
  },
})

const list = defineQuery({
  name: 'memberships.list',
  summary: "A programme's members, or a person's programmes, the latest first.",
  input: () =>
    pageInput({ programmeId: z.optional(programmeReference()), personId: z.optional(reference()) }).check(
      z.refine(
        ({ programmeId, personId }) => programmeId !== undefined || personId !== undefined,
        'name a programme, a person, or both',
      ),
    ),
  output: () => pageOf(membership.schema),
  // Who else is in a programme is the host's to say; one's own memberships are one's own.
  access: (actor, { personId }) => personId === actor.id || isPrivileged(actor),
  run({ store }, { programmeId, personId, limit, cursor }) {
    const where = {
      ...(programmeId === undefined ? {} : { programmeId }),
      ...(personId === undefined ? {} : { personId }),
    }
    return store.query(membership, { where, orderBy: [['joinedAt', 'desc']], limit, cursor })
  },
})

export const membershipOperations = { join, leave, list }

import * as z from 'zod/mini'
import { once, SociusError } from '../kernel/index.js'
import {
  type CommandContext,
  defineCommand,
  defineQuery,
  pageInput,
  pageOf,
  thePersonConcerned,
} from '../operation/index.js'
import { holdPeople } from '../person/index.js'
import { reference } from '../store/index.js'
import {
  connectionAccepted,
  connectionDeclined,
  connectionRequested,
  connectionWithdrawn,
  personBlocked,
  personMuted,
  personUnblocked,
  personUnmuted,
} from './graph.events.js'
import { blockSides, changePair, connectionSides, insertPair, type Pair, requirePair } from './pair.js'
import { standing, type Tie, tie, tieIdOf } from './tie.js'

/** How long somebody who was declined waits before asking the same person again. */
const askAgainAfter = 30 * 24 * 3_600_000

const betweenTwo = once(() =>
  z
    .strictObject({ personId: reference(), otherId: reference() })
    .check(z.refine(({ personId, otherId }) => personId !== otherId, 'nobody is tied to themselves')),
)

const request = defineCommand({
  name: 'connections.request',
  summary: 'Asks another person for a connection; accepts it, if the other has asked already.',
  input: betweenTwo,
  output: tie.schema,
  access: thePersonConcerned,
  async run(context, { personId, otherId }) {
    const people = { fromId: personId, toId: otherId }
    const pair = await insertPair(context, connectionSides, people, 'pending')
    // Read after the pair, whose rows a block writes too: a block that was under way has been waited for.
    const { barred } = await standing(context.store, context.actor.tenant, personId, otherId)
    // Says the same whichever side blocks: nobody learns here that they are blocked.
    if (barred) throw new SociusError('forbidden', 'This person cannot be asked.')
    const { own } = pair
    if (pair.isNew) {
      context.emit(connectionRequested, { subject: own.id, payload: people })
      return own
    }
    if (own.status === 'accepted') return own
    if (own.status === 'pending') return own.initiatedBy === personId ? own : accept(context, pair, people)
    const mayAsk = own.status !== 'declined' || own.initiatedBy !== personId
    if (!mayAsk && context.clock.now() < own.updatedAt + askAgainAfter) {
      throw new SociusError('conflict', 'The request was declined; it can be made again later.', {
        retryAfter: own.updatedAt + askAgainAfter - context.clock.now(),
      })
    }
    const changed = await changePair(context, pair, { status: 'pending', initiatedBy: personId })
    context.emit(connectionRequested, { subject: own.id, payload: people })
    return changed.own
  },
})

async function accept(context: CommandContext, pair: Pair, people: { fromId: string; toId: string }) {
  const changed = await changePair(context, pair, { status: 'accepted' })
  context.emit(connectionAccepted, { subject: pair.own.id, payload: people })
  return changed.own
}

const acceptRequest = defineCommand({
  name: 'connections.accept',
  summary: "Accepts another person's request.",
  input: betweenTwo,
  output: tie.schema,
  access: thePersonConcerned,
  async run(context, { personId, otherId }) {
    const people = { fromId: personId, toId: otherId }
    const pair = await requirePair(context, connectionSides, people)
    requireAsked(pair.own.status === 'pending' && pair.own.initiatedBy === otherId)
    return accept(context, pair, people)
  },
})

const declineRequest = defineCommand({
  name: 'connections.decline',
  summary: "Declines another person's request.",
  input: betweenTwo,
  output: tie.schema,
  access: thePersonConcerned,
  async run(context, { personId, otherId }) {
    const people = { fromId: personId, toId: otherId }
    const pair = await requirePair(context, connectionSides, people)
    requireAsked(pair.own.status === 'pending' && pair.own.initiatedBy === otherId)
    const changed = await changePair(context, pair, { status: 'declined' })
    context.emit(connectionDeclined, { subject: pair.own.id, payload: people })
    return changed.own
  },
})

const withdraw = defineCommand({
  name: 'connections.withdraw',
  summary: 'Takes back a request of one’s own, or ends a connection.',
  input: betweenTwo,
  output: tie.schema,
  access: thePersonConcerned,
  async run(context, { personId, otherId }) {
    const people = { fromId: personId, toId: otherId }
    const pair = await requirePair(context, connectionSides, people)
    const { own } = pair
    requireAsked(own.status === 'accepted' || (own.status === 'pending' && own.initiatedBy === personId))
    const changed = await changePair(context, pair, { status: 'withdrawn', initiatedBy: personId })
    context.emit(connectionWithdrawn, { subject: own.id, payload: people })
    return changed.own
  },
})

function requireAsked(holds: boolean): void {
  if (!holds) throw new SociusError('conflict', 'The connection is not in a state that allows this.')
}

const block = defineCommand({
  name: 'connections.block',
  summary: 'Blocks a person: neither sees the other, and a connection between them ends.',
  input: betweenTwo,
  output: tie.schema,
  access: thePersonConcerned,
  async run(context, { personId, otherId }) {
    const people = { fromId: personId, toId: otherId }
    const pair = await insertPair(context, blockSides, people, 'active')
    if (!pair.isNew && pair.own.status === 'active') return pair.own
    const { own } = pair.isNew ? pair : await changePair(context, pair, { status: 'active' })
    const connection = await insertPair(context, connectionSides, people, 'withdrawn')
    if (connection.own.status === 'accepted' || connection.own.status === 'pending') {
      await changePair(context, connection, { status: 'withdrawn', initiatedBy: personId })
    }
    context.emit(personBlocked, { subject: own.id, payload: people })
    return own
  },
})

const unblock = defineCommand({
  name: 'connections.unblock',
  summary: 'Ends a block. The connection that there was does not come back.',
  input: betweenTwo,
  output: tie.schema,
  access: thePersonConcerned,
  async run(context, { personId, otherId }) {
    const people = { fromId: personId, toId: otherId }
    const pair = await requirePair(context, blockSides, people)
    if (pair.own.status !== 'active') return pair.own
    const { own } = await changePair(context, pair, { status: 'withdrawn' })
    context.emit(personUnblocked, { subject: own.id, payload: people })
    return own
  },
})

const mute = defineCommand({
  name: 'connections.mute',
  summary: 'Keeps what a person publishes out of one’s own feeds. The other is not told, and nothing else changes.',
  input: betweenTwo,
  output: tie.schema,
  access: thePersonConcerned,
  async run(context, { personId, otherId }) {
    const { actor, clock, emit, store } = context
    await holdPeople(context, [personId, otherId].toSorted())
    const people = { fromId: personId, toId: otherId }
    const id = tieIdOf(actor.tenant, 'mute', personId, otherId)
    const now = clock.now()
    const row: Tie = {
      ...{ id, kind: 'mute', ...people, status: 'active' },
      ...{ initiatedBy: personId, requestedAt: now, updatedAt: now },
    }
    const made = await store.insert(tie, [row])
    const where = { id, status: 'withdrawn' as const }
    const again = made.length === 1 ? 0 : await store.update(tie, { where, set: { status: 'active', updatedAt: now } })
    if (made.length + again === 1) emit(personMuted, { subject: id, payload: people })
    const [stored] = await store.get(tie, [id])
    return stored ?? row
  },
})

const unmute = defineCommand({
  name: 'connections.unmute',
  summary: 'Lets what a person publishes into one’s own feeds again.',
  input: betweenTwo,
  output: tie.schema,
  access: thePersonConcerned,
  async run(context, { personId, otherId }) {
    const { actor, clock, emit, store } = context
    await holdPeople(context, [personId, otherId].toSorted())
    const people = { fromId: personId, toId: otherId }
    const id = tieIdOf(actor.tenant, 'mute', personId, otherId)
    const set = { status: 'withdrawn' as const, updatedAt: clock.now() }
    const ended = await store.update(tie, { where: { id, status: 'active' }, set })
    if (ended === 1) emit(personUnmuted, { subject: id, payload: people })
    const [stored] = await store.get(tie, [id])
    if (stored) return stored
    throw new SociusError('not_found', 'There is no such tie.', { details: people })
  },
})

const kindShown = {
  accepted: 'connection',
  incoming: 'connection',
  outgoing: 'connection',
  blocked: 'block',
  muted: 'mute',
} as const

const list = defineQuery({
  name: 'connections.list',
  summary: "A person's connections, requests, blocks or mutes, the latest change first.",
  input: () =>
    pageInput({
      personId: reference(),
      show: z._default(z.enum(['accepted', 'incoming', 'outgoing', 'blocked', 'muted']), 'accepted'),
    }),
  output: () => pageOf(tie.schema),
  access: thePersonConcerned,
  run(context, { personId, show, limit, cursor }) {
    const where = {
      accepted: { status: 'accepted' as const },
      incoming: { status: 'pending' as const, initiatedBy: { ne: personId } },
      outgoing: { status: 'pending' as const, initiatedBy: personId },
      blocked: { status: 'active' as const },
      muted: { status: 'active' as const },
    }[show]
    return context.store.query(tie, {
      where: { fromId: personId, kind: kindShown[show], ...where },
      orderBy: [['updatedAt', 'desc']],
      limit,
      cursor,
    })
  },
})

export const connectionOperations = {
  request,
  accept: acceptRequest,
  decline: declineRequest,
  withdraw,
  block,
  unblock,
  mute,
  unmute,
  list,
}

import * as z from 'zod'
import { SociusError } from '../kernel/index.js'
import {
  type CommandContext,
  defineCommand,
  defineQuery,
  pageInput,
  pageOf,
  thePersonConcerned,
} from '../operation/index.js'
import { reference } from '../store/index.js'
import {
  connectionAccepted,
  connectionDeclined,
  connectionRequested,
  connectionWithdrawn,
  personBlocked,
  personUnblocked,
} from './graph.events.js'
import { blockSides, changePair, connectionSides, insertPair, type Pair, requirePair } from './pair.js'
import { standing, tie } from './tie.js'

/** How long somebody who was declined waits before asking the same person again. */
const askAgainAfter = 30 * 24 * 3_600_000

const betweenTwo = z
  .strictObject({ personId: reference(), otherId: reference() })
  .refine(({ personId, otherId }) => personId !== otherId, 'nobody is tied to themselves')

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

const list = defineQuery({
  name: 'connections.list',
  summary: "A person's connections, requests, or blocks, the latest change first.",
  input: pageInput({
    personId: reference(),
    show: z.enum(['accepted', 'incoming', 'outgoing', 'blocked']).default('accepted'),
  }),
  output: pageOf(tie.schema),
  access: thePersonConcerned,
  run(context, { personId, show, limit, cursor }) {
    const kind = show === 'blocked' ? ('block' as const) : ('connection' as const)
    const where = {
      accepted: { status: 'accepted' as const },
      incoming: { status: 'pending' as const, initiatedBy: { ne: personId } },
      outgoing: { status: 'pending' as const, initiatedBy: personId },
      blocked: { status: 'active' as const },
    }[show]
    return context.store.query(tie, {
      where: { fromId: personId, kind, ...where },
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
  list,
}

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { combineTies, mirrorOf, partTies, type TiesByKind } from './combine-ties.js'
import { type Tie, tieIdOf } from './tie.js'

const people = { fromId: 'ann', intoId: 'ada' }

function tieOf(kind: Tie['kind'], fromId: string, status: Tie['status'], changes: Partial<Tie> = {}): Tie {
  const initiatedBy = kind === 'blocked' ? 'bob' : fromId
  const id = tieIdOf('t', kind, fromId, 'bob')
  return { id, kind, fromId, toId: 'bob', status, initiatedBy, requestedAt: 1, updatedAt: 1, ...changes }
}

function tiesOf(ties: Partial<TiesByKind>): TiesByKind {
  return { connection: null, block: null, blocked: null, ...ties }
}

const combine = (moved: Partial<TiesByKind>, own: Partial<TiesByKind>) =>
  combineTies('t', people, 'bob', { moved: tiesOf(moved), own: tiesOf(own) })

describe('combineTies', () => {
  const statuses: [moved: Tie['status'], own: Tie['status'], left: Tie['status']][] = [
    ['accepted', 'pending', 'accepted'],
    ['pending', 'accepted', 'accepted'],
    ['pending', 'declined', 'pending'],
    ['declined', 'withdrawn', 'declined'],
    ['withdrawn', 'declined', 'declined'],
    ['withdrawn', 'accepted', 'accepted'],
  ]

  it.each(statuses)('of a connection that is %s and one that is %s leaves the %s one', (moved, own, left) => {
    const { kinds } = combine(
      { connection: tieOf('connection', 'ann', moved) },
      { connection: tieOf('connection', 'ada', own) },
    )
    expect(kinds.connection?.after).toMatchObject({ fromId: 'ada', toId: 'bob', status: left })
  })

  it('leaves of equals the one that was there', () => {
    const own = tieOf('connection', 'ada', 'pending', { initiatedBy: 'bob', requestedAt: 7 })
    expect(
      combine({ connection: tieOf('connection', 'ann', 'pending') }, { connection: own }).kinds.connection?.after,
    ).toBe(own)
  })

  it('ends a connection over a block of either, whoever had which', () => {
    for (const kind of ['block', 'blocked'] as const) {
      const blocker = kind === 'block' ? 'ada' : 'bob'
      const block = (id: string) => ({ [kind]: tieOf(kind, id, 'active', { updatedAt: 9 }) })
      const connection = (id: string) => ({ connection: tieOf('connection', id, 'accepted') })
      for (const { kinds } of [combine(block('ann'), connection('ada')), combine(connection('ann'), block('ada'))]) {
        expect(kinds.connection?.after).toMatchObject({ status: 'withdrawn', initiatedBy: blocker, updatedAt: 9 })
      }
    }
  })

  it('says nothing of kinds that stay as they are', () => {
    expect(
      combine({ connection: tieOf('connection', 'ann', 'accepted') }, { blocked: tieOf('blocked', 'ada', 'withdrawn') })
        .kinds,
    ).not.toHaveProperty('blocked')
  })
})

describe('partTies', () => {
  it('does not open a connection again over a block that was made since', () => {
    const own = tieOf('connection', 'ada', 'accepted')
    const moved = combine({ block: tieOf('block', 'ann', 'active') }, { connection: own })
    const after = { connection: moved.kinds.connection?.after ?? null, block: moved.kinds.block?.after ?? null }
    const apart = partTies(moved, tiesOf(after))
    expect(apart.into).toEqual(tiesOf({ connection: own }))
    const blocked = tieOf('blocked', 'ada', 'active', { updatedAt: 20 })
    const since = partTies(moved, tiesOf({ ...after, blocked }))
    expect(since.into).toEqual(tiesOf({ connection: after.connection, blocked }))
    expect(since.from.block).toEqual(tieOf('block', 'ann', 'active'))
  })

  it('does not give back what was ended since', () => {
    const moved = combine({ connection: tieOf('connection', 'ann', 'accepted') }, {})
    const ended = { ...moved.kinds.connection?.after, status: 'withdrawn', updatedAt: 30 } as Tie
    expect(partTies(moved, tiesOf({ connection: ended }))).toEqual({ from: {}, into: tiesOf({ connection: ended }) })
  })

  const tie = (kind: Tie['kind'], fromId: string) =>
    fc.option(
      fc
        .record({
          status:
            kind === 'connection'
              ? fc.constantFrom<Tie['status']>('pending', 'accepted', 'declined', 'withdrawn')
              : fc.constantFrom<Tie['status']>('active', 'withdrawn'),
          initiatedBy:
            kind === 'connection' ? fc.constantFrom(fromId, 'bob') : fc.constant(kind === 'block' ? fromId : 'bob'),
          updatedAt: fc.nat(3),
        })
        .map(({ status, ...rest }) => tieOf(kind, fromId, status, rest)),
    )
  const ties = (fromId: string) =>
    fc
      .record({ connection: tie('connection', fromId), block: tie('block', fromId), blocked: tie('blocked', fromId) })
      // As they can be: nobody is connected over a block.
      .map((each): TiesByKind => {
        const isBarred = each.block?.status === 'active' || each.blocked?.status === 'active'
        return isBarred && each.connection ? { ...each, connection: { ...each.connection, status: 'withdrawn' } } : each
      })

  it('gives both what they had, if nothing happened since', () => {
    fc.assert(
      fc.property(ties('ann'), ties('ada'), (from, into) => {
        const moved = combineTies('t', people, 'bob', { moved: from, own: into })
        const current = { ...into }
        for (const [kind, { after }] of Object.entries(moved.kinds)) Object.assign(current, { [kind]: after })
        const parted = partTies(moved, current)
        expect(tiesOf(parted.from)).toEqual(from)
        expect(parted.into).toEqual(into)
      }),
    )
  })
})

describe('mirrorOf', () => {
  it('is its own inverse', () => {
    for (const kind of ['connection', 'block', 'blocked'] as const) {
      const row = tieOf(kind, 'ann', kind === 'connection' ? 'pending' : 'active')
      expect(mirrorOf('t', mirrorOf('t', row))).toEqual(row)
      expect(mirrorOf('t', row).id).not.toBe(row.id)
    }
  })
})

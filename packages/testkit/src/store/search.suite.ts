import type { Store } from '@socius/core/store'
import { checkFails, checkSame } from './check.js'
import { type StoreCaseGroup, storeCase } from './store-case.js'
import { aNote, notes, ties } from './suite-collections.js'

async function found(store: Store, match: string): Promise<string[]> {
  return (await store.query(notes, { match, limit: 100 })).items.map((row) => row.id)
}

export const search: StoreCaseGroup = {
  concern: 'search',
  cases: [
    storeCase(
      9,
      'a row is found by every word, as whole words, in any of its fields',
      async ({ store }) => {
        await store.insert(notes, [
          aNote('a', { title: 'Learning TypeScript at work', text: 'A course for the team' }),
          aNote('b', { title: 'Learn type theory', text: null }),
          aNote('c', { title: 'Workshop', text: 'TypeScript, and learning it.' }),
        ])
        const expected: Record<string, readonly string[]> = {
          typescript: ['a', 'c'],
          'learning typescript': ['a', 'c'],
          'TypeScript learning!': ['a', 'c'],
          'course work': ['a'],
          learn: ['b'],
          type: ['b'],
          'typescript theory': [],
          shop: [],
          script: [],
          'the team': ['a'],
          a: ['a'],
          it: ['c'],
        }
        for (const [match, ids] of Object.entries(expected)) checkSame(await found(store, match), ids, match)
      },
      ['search'],
    ),
    storeCase(
      9,
      'case, accents and scripts make no difference where they should not',
      async ({ store }) => {
        await store.insert(notes, [
          aNote('a', { title: 'Caf\u00e9 M\u00dcNCHEN' }),
          aNote('b', { title: '\u6771\u4eac\u5927\u5b66\u306e\u7814\u7a76' }),
          aNote('c', { title: '\u0440\u0443\u0441\u0441\u043a\u0438\u0439 \u044f\u0437\u044b\u043a' }),
          aNote('d', { title: 'x', text: 'node.js c++ 3.14 a_b' }),
        ])
        const expected: Record<string, readonly string[]> = {
          'cafe munchen': ['a'],
          'CAFE\u0301': ['a'],
          '\u5927\u5b66': ['b'],
          '\u4eac\u5927\u5b66': ['b'],
          '\u5b66\u5927': [],
          '\u042f\u0417\u042b\u041a': ['c'],
          js: ['d'],
          'c++': ['d'],
          '14 3': ['d'],
        }
        for (const [match, ids] of Object.entries(expected)) checkSame(await found(store, match), ids, match)
      },
      ['search'],
    ),
    storeCase(
      9,
      'short and common words are words too',
      async ({ store }) => {
        await store.insert(notes, [
          aNote('a', { title: 'to be or not to be' }),
          aNote('b', { title: 'i' }),
          aNote('c', { title: 'The if and I' }),
        ])
        const expected: Record<string, readonly string[]> = {
          to: ['a'],
          'to be or not': ['a'],
          i: ['b', 'c'],
          the: ['c'],
          'if and': ['c'],
        }
        for (const [match, ids] of Object.entries(expected)) checkSame(await found(store, match), ids, match)
      },
      ['search'],
    ),
    storeCase(
      9,
      'what a search language would read as its own is only text',
      async ({ store }) => {
        await store.insert(notes, [aNote('a', { title: 'near or and not' }), aNote('b', { title: 'plain words' })])
        for (const match of [
          'plain AND words',
          'plain OR',
          'NOT plain',
          'plain NEAR words',
          'title:plain near',
          'pla*',
          'pl?in',
        ]) {
          checkSame(await found(store, match), [], match)
        }
        const quoted = [
          '"plain',
          'plain"',
          "plain'",
          '+plain',
          '-words',
          '(plain',
          'plain & words',
          'plain:*',
          '^plain',
          '{plain}',
        ]
        for (const match of quoted) checkSame(await found(store, match), ['b'], match)
      },
      ['search'],
    ),
    storeCase(
      9,
      'a text without words finds nothing',
      async ({ store }) => {
        await store.insert(notes, [aNote('a', { title: '' }), aNote('b')])
        for (const match of ['', ' ', '!?', '*', '""']) checkSame(await found(store, match), [], match)
      },
      ['search'],
    ),
    storeCase(
      9,
      'a search goes with filters, order, branches and a cursor',
      async ({ store }) => {
        await store.insert(
          notes,
          Array.from({ length: 9 }, (_, n) =>
            aNote(`n${n}`, { title: n % 3 === 2 ? 'other' : 'Common word', at: n, pinned: n > 4 }),
          ),
        )
        const options = {
          match: 'common',
          orderBy: [['at', 'desc']],
          branches: [{ pinned: true }, { at: { lt: 2 } }],
          limit: 2,
        } as const
        const first = await store.query(notes, options)
        checkSame(
          first.items.map((row) => row.id),
          ['n7', 'n6'],
          'the first page',
        )
        const second = await store.query(notes, { ...options, cursor: first.next })
        checkSame([second.items.map((row) => row.id), second.next], [['n1', 'n0'], null], 'the second page')
      },
      ['search'],
    ),
    storeCase(
      9,
      'what is found follows what is written',
      async ({ store }) => {
        await store.insert(notes, [aNote('a', { title: 'before' }), aNote('b', { title: 'before' })])
        await store.upsert(notes, [aNote('a', { title: 'after', hash: 'second' })])
        checkSame([await found(store, 'before'), await found(store, 'after')], [['b'], ['a']], 'after an upsert')
        await store.update(notes, { where: { id: 'a' }, set: { label: 'x' } })
        checkSame(await found(store, 'after'), ['a'], 'after an update of another field')
        await store.remove(notes, { where: { id: 'b' }, limit: 1 })
        checkSame(await found(store, 'before'), [], 'after a remove')
        await store.transaction((inner) => inner.insert(notes, [aNote('c', { title: 'committed' })]))
        checkSame(await found(store, 'committed'), ['c'], 'after a commit')
        await store
          .transaction(async (inner) => {
            await inner.insert(notes, [aNote('d', { title: 'undone' })])
            throw new Error('on purpose')
          })
          .catch(() => undefined)
        checkSame(await found(store, 'undone'), [], 'after a rollback')
        await store.insert(notes, [aNote('b', { title: 'again' })])
        checkSame(
          [await found(store, 'before'), await found(store, 'again')],
          [[], ['b']],
          'after an insert under an old id',
        )
      },
      ['search'],
    ),
    storeCase(
      9,
      'a long text is found by its first and its last word',
      async ({ store }) => {
        const filler = Array.from({ length: 20_000 }, (_, n) => `w${n}`).join(' ')
        await store.insert(notes, [aNote('a', { title: 'alpha', text: `${filler} omega ${'x'.repeat(100)}` })])
        // InnoDB answers the first question after such a text without it.
        for (let tries = 0; tries < 40 && (await found(store, 'alpha')).length === 0; tries++) {
          await new Promise((resolve) => setTimeout(resolve, 50))
        }
        checkSame(await found(store, 'alpha omega w19999'), ['a'], 'the words')
        checkSame(await found(store, 'x'.repeat(100)), ['a'], 'a word that is too long to be kept whole')
      },
      ['search'],
    ),
    storeCase(9, 'a collection that declares no search is not searched', async ({ store }) => {
      await checkFails(() => store.query(ties, { match: 'x', limit: 1 }), ['invalid_input'], 'a search')
    }),
  ],
}

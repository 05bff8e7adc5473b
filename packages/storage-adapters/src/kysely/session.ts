import { SociusError } from '@socius/core/store'
import { type ReadError, toStoreError } from './errors.js'
import { type KyselyHandle, toCompiledQuery } from './handle.js'
import { compile, type Fragment, type Statement } from './sql.js'

export interface Outcome {
  readonly rows: Record<string, unknown>[]
  /** How many rows the statement touched, for those that touch rows. */
  readonly affected: number
}

/** One place to run statements: a connection of the pool at a time, or the connection of an open transaction. */
export interface Session {
  readonly inTransaction: boolean
  run(fragment: Fragment): Promise<Outcome>
  execute(statement: Statement): Promise<Outcome>
  /**
   * Runs one statement once for each list of values; gives how many rows each run touched. Only where the driver below
   * is the store's own.
   */
  readonly executeEach: ((sql: string, lists: readonly (readonly unknown[])[]) => Promise<readonly number[]>) | null
  /** All or nothing. Inside a transaction it joins that one. */
  transaction<Result>(work: (session: Session) => Promise<Result>): Promise<Result>
  /** Like `transaction`, but inside one a failure undoes only this work. */
  savepoint<Result>(work: (session: Session) => Promise<Result>): Promise<Result>
  /**
   * All or nothing: inside a transaction of the store's own driver a failure costs the whole transaction, elsewhere it
   * undoes only this work. For writes that fail only where the database itself does, a full disk say.
   */
  atomically<Result>(work: (session: Session) => Promise<Result>): Promise<Result>
}

/** How an engine opens transactions and reads errors. */
export interface SessionGrammar {
  readonly placeholder: (position: number) => string
  readonly readError: ReadError
  /** Repeats a statement that stands alone while another connection is in its way. */
  readonly patiently?: <Result>(attempt: () => Promise<Result>) => Promise<Result>
  begin<Result>(handle: KyselyHandle, work: (handle: KyselyHandle) => Promise<Result>): Promise<Result>
}

/** Runs pieces of work so that they do not get in each other's way. */
export type Turns = <Result>(work: () => Promise<Result>) => Promise<Result>

const atOnce: Turns = (work) => work()

/** One after the other, in the order asked. */
function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const turn = last.then(work, work)
    last = turn.catch(() => {})
    return turn
  }
}

interface Level {
  /** How many transactions and savepoints are open around it. */
  readonly depth: number
  readonly turns: Turns
  readonly isOver: () => boolean
  /** Shared by all that happens in one transaction. */
  readonly fate: Fate
}

interface Fate {
  /** A part of the transaction was lost, so none of it may be kept. */
  lost: boolean
}

export interface SessionOptions {
  /** Makes callers wait for each other where there is but one connection. */
  readonly turns?: Turns
  /** Makes one list of values of many, which the store's own driver takes apart again. */
  readonly bindEach?: (lists: readonly (readonly unknown[])[]) => BoundLists
}

export interface BoundLists {
  readonly parameters: readonly unknown[]
  /** Filled while the statement runs. */
  readonly affected: readonly number[]
}

/** @param handle An instance or an open transaction, whose plugins are left out: they are the host's, for its tables. */
export function createSession(handle: KyselyHandle, grammar: SessionGrammar, options: SessionOptions = {}): Session {
  const { turns = atOnce, bindEach } = options

  function open(db: KyselyHandle, { depth, turns: inTurn, isOver, fate }: Level): Session {
    const inTransaction = depth > 0
    const patiently = inTransaction ? atOnce : (grammar.patiently ?? atOnce)

    async function send({ sql, parameters }: Statement): Promise<Outcome> {
      if (isOver()) throw new SociusError('store_rejected', 'The transaction is over.')
      if (fate.lost) throw transactionLost()
      try {
        const query = toCompiledQuery(sql, parameters)
        const { rows, numAffectedRows } = await patiently(() => db.executeQuery(query))
        return { rows: rows as Record<string, unknown>[], affected: Number(numAffectedRows ?? 0) }
      } catch (error) {
        throw toStoreError(error, grammar.readError)
      }
    }

    const session: Session = {
      inTransaction,
      // What runs beside a savepoint on one connection would be undone with it.
      execute: (statement) => inTurn(() => send(statement)),
      executeEach: bindEach
        ? async (sql, lists) => {
            const { parameters, affected } = bindEach(lists)
            await session.execute({ sql, parameters })
            return affected
          }
        : null,
      run: (fragment) => session.execute(compile(fragment, grammar.placeholder)),
      transaction: inTransaction ? (work) => work(session) : (work) => inTurn(() => begin(work)),
      savepoint: inTransaction ? (work) => inTurn(() => savepoint(work)) : (work) => session.transaction(work),
      atomically: inTransaction && bindEach ? (work) => inTurn(() => stake(work)) : (work) => session.savepoint(work),
    }

    // SQLite's full-text index writes what it has gathered at each savepoint, for a fifth of a sync's time.
    async function stake<Result>(work: (inner: Session) => Promise<Result>): Promise<Result> {
      try {
        return await work(open(db, { depth: depth + 1, turns: createTurns(), isOver, fate }))
      } catch (error) {
        fate.lost = true
        throw error
      }
    }

    async function savepoint<Result>(work: (inner: Session) => Promise<Result>): Promise<Result> {
      const name = `socius_${depth}`
      await send({ sql: `savepoint ${name}`, parameters: [] })
      try {
        const result = await work(open(db, { depth: depth + 1, turns: createTurns(), isOver, fate }))
        await send({ sql: `release savepoint ${name}`, parameters: [] })
        return result
      } catch (error) {
        // Where the failure took the whole transaction down, the savepoint went with it.
        await send({ sql: `rollback to savepoint ${name}`, parameters: [] }).catch(() => {})
        throw error
      }
    }

    // An error of the work leaves as it is; what the database says to begin and commit is read like any other error.
    async function begin<Result>(work: (inner: Session) => Promise<Result>): Promise<Result> {
      let thrown: { readonly error: unknown } | null = null
      try {
        return await grammar.begin(db, async (transaction) => {
          let over = false
          const begun: Fate = { lost: false }
          const level = { depth: 1, turns: createTurns(), isOver: () => over, fate: begun }
          try {
            const result = await work(open(transaction, level))
            if (begun.lost) throw transactionLost()
            return result
          } catch (error) {
            thrown = { error }
            throw error
          } finally {
            over = true
          }
        })
      } catch (error) {
        const own = thrown as { readonly error: unknown } | null // assigned in a callback, which the compiler cannot follow
        throw own === null ? toStoreError(error, grammar.readError) : own.error
      }
    }

    return session
  }

  const isTransaction = handle.isTransaction
  const first = {
    depth: isTransaction ? 1 : 0,
    turns: isTransaction ? createTurns() : turns,
    isOver: () => false,
    fate: { lost: false },
  }
  return open(handle.withoutPlugins(), first)
}

function transactionLost(): SociusError {
  return new SociusError('store_rejected', 'A write of this transaction failed: none of it can be kept.')
}

import { SociusError } from '@socius/core'
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
  /** All or nothing. Inside a transaction it joins that one. */
  transaction<Result>(work: (session: Session) => Promise<Result>): Promise<Result>
  /** Like `transaction`, but inside one a failure undoes only this work. */
  savepoint<Result>(work: (session: Session) => Promise<Result>): Promise<Result>
}

/** How an engine opens transactions and reads errors. */
export interface SessionGrammar {
  readonly placeholder: (position: number) => string
  readonly readError: ReadError
  /** Repeats a statement that stands alone while another connection is in its way. */
  readonly patiently?: <Result>(attempt: () => Promise<Result>) => Promise<Result>
  begin<Result>(handle: KyselyHandle, work: (handle: KyselyHandle) => Promise<Result>): Promise<Result>
}

/** Runs everything that is not inside a transaction already. */
export type Turns = <Result>(work: () => Promise<Result>) => Promise<Result>

const atOnce: Turns = (work) => work()

/**
 * @param handle An instance or an open transaction, whose plugins are left out: they are the host's, for its tables.
 * @param turns Makes callers wait for each other where there is but one connection.
 */
export function createSession(handle: KyselyHandle, grammar: SessionGrammar, turns: Turns = atOnce): Session {
  let savepoints = 0

  function open(db: KyselyHandle, inTransaction: boolean, isOver: () => boolean): Session {
    const patiently = inTransaction ? atOnce : (grammar.patiently ?? atOnce)

    async function execute({ sql, parameters }: Statement): Promise<Outcome> {
      if (isOver()) throw new SociusError('store_rejected', 'The transaction is over.')
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
      execute: inTransaction ? execute : (statement) => turns(() => execute(statement)),
      run: (fragment) => session.execute(compile(fragment, grammar.placeholder)),
      transaction: inTransaction ? (work) => work(session) : (work) => turns(() => begin(work)),
      savepoint: inTransaction ? savepoint : (work) => session.transaction(work),
    }

    async function savepoint<Result>(work: (inner: Session) => Promise<Result>): Promise<Result> {
      savepoints += 1
      const name = `socius_${savepoints}`
      await execute({ sql: `savepoint ${name}`, parameters: [] })
      try {
        const result = await work(session)
        await execute({ sql: `release savepoint ${name}`, parameters: [] })
        return result
      } catch (error) {
        // Where the failure took the whole transaction down, the savepoint went with it.
        await execute({ sql: `rollback to savepoint ${name}`, parameters: [] }).catch(() => {})
        throw error
      }
    }

    // An error of the work leaves as it is; what the database says to begin and commit is read like any other error.
    async function begin<Result>(work: (inner: Session) => Promise<Result>): Promise<Result> {
      let thrown: { readonly error: unknown } | null = null
      try {
        return await grammar.begin(db, async (transaction) => {
          let over = false
          try {
            return await work(open(transaction, true, () => over))
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

  return open(handle.withoutPlugins(), handle.isTransaction, () => false)
}

import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { createCheckpointer } from './checkpointer.js'

const folder = mkdtempSync(join(tmpdir(), 'socius-'))
afterAll(() => rmSync(folder, { recursive: true }))

function openFile(name: string): { file: string; database: DatabaseSync; write(rows: number): void } {
  const file = join(folder, name)
  const database = new DatabaseSync(file)
  database.exec('pragma journal_mode = wal; pragma wal_autocheckpoint = 0; create table item (text text)')
  const insert = database.prepare('insert into item values (?)')
  return {
    file,
    database,
    write(rows) {
      database.exec('begin')
      for (let n = 0; n < rows; n++) insert.run('x'.repeat(500))
      database.exec('commit')
    },
  }
}

/** A process that writes as the store does, in whole batches of a thousand rows, and never closes anything. */
const writer = (file: string, batches: string) => `
  import { DatabaseSync } from 'node:sqlite'
  import { createCheckpointer } from ${JSON.stringify(new URL('checkpointer.ts', import.meta.url).href)}
  const database = new DatabaseSync(${JSON.stringify(file)})
  database.exec('pragma journal_mode = wal; pragma busy_timeout = 5000; create table if not exists item (text text)')
  const insert = database.prepare('insert into item values (?)')
  const checkpointer = createCheckpointer(${JSON.stringify(file)})
  for (let batch = 0; batch < ${batches}; batch++) {
    database.exec('begin immediate')
    for (let n = 0; n < 1000; n++) insert.run('x'.repeat(500))
    database.exec('commit')
    checkpointer.wrote(1000)
    console.log(batch)
    await new Promise((resolve) => setImmediate(resolve))
  }`
const script = (code: string) => ['--no-warnings', '--input-type=module-typescript', '-e', code]

describe('a checkpointer', () => {
  it('writes the log back once there is enough of it, and lets go of the file', async () => {
    const { file, database, write } = openFile('enough.db')
    const checkpointer = createCheckpointer(file)
    write(3000)
    checkpointer.wrote(100)
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(statSync(file).size).toBeLessThan(100_000)
    checkpointer.wrote(2900)
    await vi.waitFor(() => expect(statSync(file).size).toBeGreaterThan(1_000_000), { timeout: 10_000 })
    await checkpointer.stop()
    await checkpointer.stop()
    checkpointer.wrote(10_000)
    database.close()
    // A connection that was left open would have kept it.
    expect(() => statSync(`${file}-wal`)).toThrow('ENOENT')
  })

  it('leaves a file that is not there to the writer', async () => {
    const checkpointer = createCheckpointer(join(folder, 'no', 'such', 'file.db'))
    checkpointer.wrote(10_000)
    checkpointer.wrote(10_000)
    await checkpointer.stop()
  })

  it('keeps no process alive that has nothing else to do', () => {
    const { status, signal, stderr } = spawnSync(process.execPath, script(writer(join(folder, 'open.db'), '5')), {
      encoding: 'utf8',
      timeout: 15_000,
    })
    expect({ status, signal, stderr }).toEqual({ status: 0, signal: null, stderr: '' })
  })

  it('loses nothing when the process is killed', { timeout: 60_000 }, async () => {
    const file = join(folder, 'killed.db')
    for (let round = 1; round <= 3; round++) {
      const child = spawn(process.execPath, script(writer(file, 'Infinity')), { stdio: ['ignore', 'pipe', 'inherit'] })
      let batches = 0
      for await (const line of child.stdout) {
        batches += String(line).trim().split('\n').length
        if (batches >= 20 * round) break
      }
      child.kill('SIGKILL')
      await new Promise((resolve) => child.once('exit', resolve))
      const database = new DatabaseSync(file)
      const found = database.prepare('select count(*) as rows from item').get() as { rows: number }
      expect(database.prepare('pragma integrity_check').get()).toEqual({ integrity_check: 'ok' })
      expect(found.rows % 1000).toBe(0)
      expect(found.rows).toBeGreaterThanOrEqual(batches * 1000)
      database.close()
    }
  })
})

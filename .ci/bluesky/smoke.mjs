// Drives the real servers and checks what the Bluesky provider relies on; exits with 1 when an expectation fails.
// `--record` also writes the answers to answers/, one file a case: `{ server, request, status, body }`.
import assert from 'node:assert/strict'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startBluesky } from './client.mjs'
import { editAndDelete } from './smoke/changes.mjs'
import { leave } from './smoke/departures.mjs'
import { readAppView, readRepository } from './smoke/reads.mjs'
import { refuse } from './smoke/refusals.mjs'
import { seed } from './smoke/seed.mjs'

const answers = process.argv.includes('--record') ? join(import.meta.dirname, 'answers') : undefined
if (answers) {
  rmSync(answers, { recursive: true, force: true })
  mkdirSync(answers)
}

const bluesky = await startBluesky()

let seen = 0
const save = (name, answer) => {
  seen += 1
  if (answers) writeFileSync(join(answers, `${name}.json`), `${JSON.stringify(answer, null, 2)}\n`)
}
const seeStatus = async (status, name, ...request) => {
  const answer = await bluesky.call(...request)
  save(name, answer)
  assert.equal(answer.status, status, `${name}: ${JSON.stringify(answer.body)}`)
  return answer.body
}
const see = (name, ...request) => seeStatus(200, name, ...request)
const fails = async (name, status, error, message, ...request) => {
  const body = await seeStatus(status, name, ...request)
  assert.equal(body.error, error, name)
  assert.match(body.message, message, name)
}

try {
  const context = { bluesky, save, see, fails }
  const seeded = await seed(context)
  for (const step of [readRepository, readAppView, editAndDelete, refuse, leave]) await step(context, seeded)
  console.log(`${seen} answers of the real servers are as expected`)
} catch (error) {
  console.error(error)
  process.exitCode = 1
}
const code = await bluesky.stop()
if (code !== 0) {
  console.error(`start.sh ended with ${code}`)
  process.exitCode = 1
}

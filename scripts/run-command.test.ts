import { expect, it } from 'vitest'
import { runCommand } from './run-command.ts'

it('returns the exit code and both streams', async () => {
  expect(await runCommand('echo out; echo err >&2; exit 3')).toEqual({ exitCode: 3, log: 'out\nerr\n' })
})

it('gives the command its variables and takes others away', async () => {
  process.env.SOCIUS_SCRIPT_TEST = 'outer'
  const env = { SOCIUS_SCRIPT_TEST: undefined, SOCIUS_SCRIPT_TEST_TWO: 'inner' }
  expect((await runCommand('echo "$SOCIUS_SCRIPT_TEST-$SOCIUS_SCRIPT_TEST_TWO"', { env })).log).toBe('-inner\n')
})

it('ends a command and its children on abort', async () => {
  const result = await runCommand('sleep 600 & sleep 600', { signal: AbortSignal.timeout(50) })
  expect(result.exitCode).toBeNull()
  expect(result.log).toContain('timeout')
})

it('does not wait for a process that was left in the background', async () => {
  expect(await runCommand('sleep 30 & echo done')).toEqual({ exitCode: 0, log: 'done\n' })
})

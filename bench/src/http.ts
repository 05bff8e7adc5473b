import { type ChildProcess, fork } from 'node:child_process'
import { Agent, get } from 'node:http'
import { join } from 'node:path'
import type { Started, Used, Variant } from './http/server.ts'

/**
 * `social.handler`, mounted in Hono on Node, against bare Hono routes on the same store: requests for each second of the
 * server's CPU. Every server is a process of its own, and one at a time is under load.
 *
 *   node bench/src/http.ts [requests in each round] [rounds]
 */
const requests = Number(process.argv[2] ?? 5000)
const rounds = Number(process.argv[3] ?? 7)
const connections = 20
const variants: readonly Variant[] = ['handler', 'operation', 'plans']
const goal = 0.6

interface Server extends Started {
  readonly child: ChildProcess
  readonly agent: Agent
}

function nextMessage(child: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => child.once('message', resolve))
}

async function start(variant: Variant): Promise<Server> {
  const child = fork(join(import.meta.dirname, 'http/server.ts'), [variant])
  child.once('exit', (code) => {
    if (code) throw new Error(`The server of "${variant}" has gone.`)
  })
  const started = (await nextMessage(child)) as Started
  return { ...started, child, agent: new Agent({ keepAlive: true, maxSockets: connections }) }
}

async function cpuOf({ child }: Server): Promise<number> {
  const used = nextMessage(child)
  child.send('used')
  return ((await used) as Used).cpu
}

function ask({ port, agent }: Server, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get({ port, path, agent, host: '127.0.0.1' }, (response) => {
      const pieces: Buffer[] = []
      response.on('data', (piece: Buffer) => pieces.push(piece))
      response.on('end', () => {
        if (response.statusCode === 200) resolve(Buffer.concat(pieces).toString())
        else reject(new Error(`${path} was answered with ${response.statusCode}.`))
      })
    }).once('error', reject)
  })
}

/** Requests for each second of the server's CPU. */
async function load(server: Server, path: string, count: number): Promise<number> {
  const before = await cpuOf(server)
  let left = count
  const worker = async () => {
    while (left-- > 0) await ask(server, path)
  }
  await Promise.all(Array.from({ length: connections }, worker))
  return count / ((await cpuOf(server)) - before)
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN
}

const servers = new Map<Variant, Server>()
for (const variant of variants) servers.set(variant, await start(variant))
const paths = [0, 1].map((place) => ({
  name: place === 0 ? 'one activity by its id' : 'a feed page of 20',
  of: (server: Server) => server.paths[place] ?? '',
}))
for (const { name, of } of paths) {
  const rates = new Map<Variant, number[]>(variants.map((variant) => [variant, []]))
  // The first round warms every server up.
  for (let round = 0; round <= rounds; round++) {
    for (const [variant, server] of servers) {
      const rate = await load(server, of(server), requests)
      if (round > 0) rates.get(variant)?.push(rate)
    }
  }
  const sizes: string[] = []
  for (const [variant, server] of servers) sizes.push(`${variant} ${(await ask(server, of(server))).length}`)
  const rate = (variant: Variant) => median(rates.get(variant) ?? [])
  console.log(`\n${name} (bytes: ${sizes.join(', ')})`)
  console.log(
    `  social.handler                          ${rate('handler').toFixed(0).padStart(7)} requests per CPU second`,
  )
  console.log(`  a bare route that calls the operation   ${rate('operation').toFixed(0).padStart(7)}`)
  console.log(`  a bare route that does its store calls  ${rate('plans').toFixed(0).padStart(7)}`)
  console.log(`  handler / operation   ${(rate('handler') / rate('operation')).toFixed(2)}   goal ${goal}`)
  console.log(`  handler / store calls ${(rate('handler') / rate('plans')).toFixed(2)}   goal ${goal}`)
}
for (const { child, agent } of servers.values()) {
  agent.destroy()
  child.disconnect()
}

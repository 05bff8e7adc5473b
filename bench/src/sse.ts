import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type ClientCommand, runClients } from './sse/clients.ts'
import { runServer, type ServerCommand, type Variant } from './sse/server.ts'

/**
 * Live events to many readers over loopback, against bare TCP sockets to which the same frames are written. The server is
 * one process, the readers are another; what counts is the processor time of the server, from the activity that is published
 * to the last reader that has its event. Then readers whose connections are cut at random: each has to end with all events
 * in order.
 *
 *   node bench/src/sse.ts [readers] [events] [rounds]
 */
const [role, given] = process.argv.slice(2)

interface Outcome {
  readonly deliveries: number
  readonly most: number
  readonly orders: number
  readonly resets: number
  readonly cuts: number
  readonly p50: number
  readonly p99: number
}

function start(...args: string[]) {
  const child = fork(fileURLToPath(import.meta.url), args)
  const answers: Record<string, unknown>[] = []
  child.on('exit', (code) => {
    if (code !== 0) process.exit(1)
  })
  child.on('message', (answer: Record<string, unknown>) => answers.push(answer))
  return { child, answer: <Name extends string>(name: Name) => answerOf<Name>(child, answers, name) }
}

async function answerOf<Name extends string>(child: ChildProcess, answers: Record<string, unknown>[], name: Name) {
  for (;;) {
    const place = answers.findIndex((answer) => name in answer)
    const [found] = place < 0 ? [] : answers.splice(place, 1)
    if (found) return found as Record<Name, number>
    await once(child, 'message')
  }
}

interface Run {
  readonly variant: Variant
  readonly readers: number
  readonly events: number
  readonly gap: number
  /** The part of the connections that is cut every 100 ms. */
  readonly cut?: number
}

async function run({ variant, readers, events, gap, cut }: Run): Promise<Outcome & { rate: number }> {
  const server = start('server', variant)
  const clients = start('clients')
  const tell = (command: ServerCommand) => server.child.send(command)
  const tellClients = (command: ClientCommand) => clients.child.send(command)
  const { port } = await server.answer('port')
  tellClients({ do: 'connect', port, count: readers })
  await clients.answer('ready')
  const warm = 5
  tellClients({ do: 'await', events: warm })
  tell({ do: 'publish', count: warm, gap })
  await clients.answer('deliveries')
  tellClients({ do: 'await', events: warm + events })
  if (cut !== undefined) tellClients({ do: 'cut', part: cut, every: 100 })
  tell({ do: 'cpu' })
  await server.answer('cpu')
  tell({ do: 'publish', count: events, gap })
  const outcome = (await clients.answer('deliveries')) as unknown as Outcome
  tell({ do: 'cpu' })
  const { cpu } = await server.answer('cpu')
  // Whatever comes twice would come now.
  await new Promise((resolve) => setTimeout(resolve, 300))
  tellClients({ do: 'stop' })
  tell({ do: 'stop' })
  await Promise.all([once(server.child, 'exit'), once(clients.child, 'exit')])
  return { ...outcome, rate: (readers * events) / cpu }
}

async function measure(): Promise<void> {
  const [readers = 5000, events = 40, rounds = 3] = process.argv.slice(2).map(Number)
  const goal = 0.8
  const rates: Record<Variant, number[]> = { tcp: [], attach: [], respond: [] }
  const gap = Math.max(20, readers / 25)
  console.log(`${readers} readers, ${events} events, one every ${gap} ms`)
  console.log('             deliveries per CPU-second    p50 ms    p99 ms')
  for (let round = 0; round < rounds; round++) {
    for (const variant of ['tcp', 'attach', 'respond'] as const) {
      const { rate, p50, p99, orders } = await run({ variant, readers, events, gap })
      if (orders !== 1) throw new Error(`${variant}: readers have heard ${orders} different things.`)
      rates[variant].push(rate)
      const cells = [Math.round(rate), p50, p99].map((cell, place) => String(cell).padStart(place === 0 ? 26 : 10))
      console.log(`${variant.padEnd(12)}${cells.join('')}`)
    }
  }
  const median = (list: readonly number[]) => list.toSorted((one, other) => one - other)[list.length >> 1] ?? Number.NaN
  for (const variant of ['attach', 'respond'] as const) {
    const ratio = median(rates[variant]) / median(rates.tcp)
    const missed = variant === 'attach' && ratio < goal ? '  MISSED' : ''
    console.log(`${variant} / tcp: ${ratio.toFixed(2)}${variant === 'attach' ? `   goal ${goal}${missed}` : ''}`)
  }
  const cut = { readers: Math.min(readers, 1000), events: 300, gap: 20, cut: 0.05 }
  const { cuts, most, orders, resets, deliveries } = await run({ variant: 'attach', ...cut })
  const isWhole = orders === 1 && resets === 0 && deliveries === most * cut.readers
  const verdict = isWhole ? 'nothing missed, nothing twice' : `${orders} different streams, ${resets} resets  MISSED`
  console.log(`${cut.readers} readers, ${cuts} connections cut: ${most} events each, ${verdict}`)
}

if (role === 'server') await runServer(given as Variant)
else if (role === 'clients') runClients()
else await measure()

import { connect, type Socket } from 'node:net'

export type ClientCommand =
  | { do: 'connect'; port: number; count: number }
  /** Reports when every client has had so many events since it was connected first. */
  | { do: 'await'; events: number }
  /** Cuts this part of the connections, every so many milliseconds, until the next command. */
  | { do: 'cut'; part: number; every: number }
  | { do: 'stop' }

interface Client {
  readonly name: string
  socket: Socket
  isReady: boolean
  lastId: string
  rest: string
  events: number
  /** Of what was heard, in order: two clients with the same one have heard the same. */
  heard: number
  resets: number
}

/** Many readers on bare sockets, which know just enough of the wire to tell events apart. */
export function runClients(): void {
  const clients: Client[] = []
  const delays: number[] = []
  let wanted = Number.POSITIVE_INFINITY
  let complete = 0
  let ready = 0
  let cuts = 0
  let cutting: ReturnType<typeof setInterval> | undefined

  function open(client: Client, port: number): void {
    const socket = connect({ port, host: '127.0.0.1' })
    client.socket = socket
    client.rest = ''
    const resume = client.lastId === '' ? '' : `last-event-id: ${client.lastId}\r\n`
    socket.write(`GET /events?reader=${client.name} HTTP/1.1\r\nhost: localhost\r\n${resume}\r\n`)
    socket.setEncoding('latin1')
    socket.on('error', () => undefined)
    socket.on('data', (text: string) => socket === client.socket && read(client, text))
  }

  function read(client: Client, text: string): void {
    const now = Date.now()
    const parts = (client.rest + text).split('\n\n')
    client.rest = parts.pop() ?? ''
    for (const part of parts) {
      const [, id, name, data] = /id: (\S+)(?:\nevent: (\S+)\ndata: (.+))?/.exec(part) ?? []
      if (id === undefined) continue
      client.lastId = id
      if (name === 'reset') client.resets += 1
      if (name === 'ready' && !client.isReady) {
        client.isReady = true
        ready += 1
        if (ready === clients.length) process.send?.({ ready })
      }
      if (name !== 'activity.created' || data === undefined) continue
      const { subject, at } = JSON.parse(data) as { subject: string; at: number }
      delays.push(now - at)
      for (let place = 24; place < 36; place++) client.heard = (client.heard * 31 + subject.charCodeAt(place)) | 0
      client.events += 1
      if (client.events === wanted) complete += 1
    }
    report()
  }

  function report(): void {
    if (complete < clients.length || clients.length === 0) return
    complete = 0
    clearInterval(cutting)
    delays.sort((one, other) => one - other)
    const at = (part: number) => delays[Math.floor(delays.length * part)] ?? Number.NaN
    process.send?.({
      deliveries: clients.reduce((sum, { events }) => sum + events, 0),
      most: Math.max(...clients.map(({ events }) => events)),
      orders: new Set(clients.map(({ heard }) => heard)).size,
      resets: clients.reduce((sum, { resets }) => sum + resets, 0),
      cuts,
      p50: at(0.5),
      p99: at(0.99),
    })
  }

  process.on('message', (command: ClientCommand) => {
    if (command.do === 'connect') {
      const { port, count } = command
      for (let place = 0; place < count; place++) {
        const unconnected = null as unknown as Socket // `open` sets it before anything else looks
        const own = { name: `reader${place}`, socket: unconnected, isReady: false, lastId: '', rest: '' }
        clients.push({ ...own, events: 0, heard: 0, resets: 0 })
      }
      // A few at a time, so that none waits in the listener's queue.
      let next = 0
      const timer = setInterval(() => {
        for (const client of clients.slice(next, next + 100)) open(client, port)
        next += 100
        if (next >= clients.length) clearInterval(timer)
      }, 10)
      ports.push(port)
    } else if (command.do === 'await') wanted = command.events
    else if (command.do === 'cut') {
      cutting = setInterval(() => {
        for (const client of clients) {
          if (Math.random() > command.part || !client.isReady) continue
          cuts += 1
          client.socket.destroy()
          open(client, ports[0] ?? 0)
        }
      }, command.every)
    } else {
      for (const { socket } of clients) socket.destroy()
      process.disconnect()
    }
  })
  const ports: number[] = []
}

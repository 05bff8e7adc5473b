// Runs the real Bluesky servers (PLC directory, PDS, AppView) on free loopback ports: one JSON line with their addresses
// on stdout once they are ready, then on until stdin closes or a SIGTERM arrives. `start.sh` calls it with the cached Node.
import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'

const cache = process.argv[2]
if (!cache) throw new Error('usage: network.mjs <folder that install.sh printed>')
const fromCache = (file) => import(pathToFileURL(join(cache, 'node_modules', file)).href)

const stop = new AbortController()
process.stdin
  .on('close', () => stop.abort())
  .on('end', () => stop.abort())
  .resume()
for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, () => stop.abort())
const stopped = new Promise((resolve) => stop.signal.addEventListener('abort', () => resolve()))

// stdout carries the one line only.
console.log = console.info = console.debug = console.error

// The servers listen on every interface when no host is named, with a well-known admin password.
const { listen } = net.Server.prototype
net.Server.prototype.listen = function (port, ...rest) {
  const host = typeof port === 'number' && typeof rest[0] !== 'string' ? ['127.0.0.1'] : []
  return listen.call(this, port, ...host, ...rest)
}

const { default: pg } = await fromCache('pg/lib/index.js')
const { TestNetwork } = await fromCache('@atproto/dev-env/dist/index.js')

// After the import: the servers' lock folder for ports stays shared between runs, their data folders go into this one.
const temporary = tmpdir()
const name = `socius_bluesky_${process.pid}_${randomBytes(4).toString('hex')}`
const scratch = join(temporary, name)
mkdirSync(scratch)
process.env.TMPDIR = scratch
// Asked for by dev-env, used by none of these servers.
process.env.REDIS_HOST ??= '127.0.0.1:6379'

const server = process.env.DB_POSTGRES_URL ?? 'postgresql://postgres@127.0.0.1:5432/postgres'

const admin = async (run) => {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    return await run(client)
  } finally {
    await client.end()
  }
}

// What killed runs left behind. A database is dropped without FORCE, so that one in use from another machine stays.
const isLeftBehind = (entry) => {
  const [, pid] = /^socius_bluesky_(\d+)_/.exec(entry) ?? []
  if (!pid) return false
  try {
    process.kill(Number(pid), 0)
    return false
  } catch (error) {
    return error.code === 'ESRCH'
  }
}
for (const entry of readdirSync(temporary).filter(isLeftBehind)) {
  rmSync(join(temporary, entry), { recursive: true, force: true })
}
await admin(async (client) => {
  const { rows } = await client.query('select datname from pg_database')
  for (const { datname } of rows) {
    if (isLeftBehind(datname)) await client.query(`drop database if exists ${datname}`).catch(() => {})
  }
  await client.query(`create database ${name}`)
})

let network
const cleanUp = async () => {
  // Servers that are being torn down may complain about the database that goes away under them.
  process.on('uncaughtException', console.error).on('unhandledRejection', console.error)
  // The services wait for each other while they close; what matters is that nothing stays behind.
  const closed = network?.close().then(() => true, console.error)
  const isClosed = await Promise.race([closed, setTimeout(4_000, undefined, { ref: false })])
  await admin((client) => client.query(`drop database if exists ${name} with (force)`)).catch(console.error)
  rmSync(scratch, { recursive: true, force: true })
  // Exiting while native work is pending may crash, so what has closed may run empty first. What has not may retry
  // for ever without a pause in which a timer could fire.
  if (!isClosed) process.exit()
}

const began = Date.now()
const url = new URL(server)
url.pathname = `/${name}`
try {
  network = await Promise.race([TestNetwork.create({ dbPostgresUrl: url.href, dbPostgresSchema: 'bluesky' }), stopped])
} catch (error) {
  console.error(error)
  process.exitCode = 1
}
if (!network) await cleanUp()
console.error(`network ready in ${Date.now() - began} ms`)

const control = http.createServer((request, response) => {
  const answer = (status, body) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  if (request.method !== 'POST' || request.url !== '/process') return answer(404, { error: 'POST /process' })
  network.processAll().then(
    () => answer(200, {}),
    (error) => answer(500, { error: String(error) }),
  )
})
await new Promise((resolve) => control.listen(0, '127.0.0.1', resolve))

process.stdout.write(
  `${JSON.stringify({
    pds: network.pds.url,
    appview: network.bsky.url,
    plc: network.plc.url,
    control: `http://localhost:${control.address().port}`,
  })}\n`,
)

await stopped
control.close()
control.closeAllConnections()
await cleanUp()
process.stdin.destroy()
setTimeout(1_000, undefined, { ref: false }).then(() => process.exit())

// A small learning platform that has Socius in it, on this machine alone. See README.md.
//
//   pnpm --filter @socius/example-lms-host start
import { join, relative } from 'node:path'
import { buildPage } from './build-page.ts'
import { serveLms } from './serve-lms.ts'

const folder = join(import.meta.dirname, '../..')
const page = join(folder, 'dist/page')
const { DATABASE_URL: database = join(folder, 'lms.db'), PORT = '3000', NETWORK_PORT = '3001' } = process.env

await buildPage({ folder: page })
const lms = await serveLms({
  port: Number(PORT),
  networkPort: Number(NETWORK_PORT),
  database,
  page: relative(process.cwd(), page),
})
if (lms.seededIn !== null) console.log(`A year of the programme was made up in ${Math.round(lms.seededIn)} ms.`)
console.log(`The simulated platforms are at ${lms.simulated.server.url}.`)
console.log(`The platform is at ${lms.url}; its first page says who can log in. Ctrl-C ends it.`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    void lms.close().then(() => process.exit(0))
  })
}

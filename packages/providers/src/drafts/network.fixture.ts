import { http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'

/** The network as far as a test goes: what nobody answers fails. It is there while the tests of a file run. */
export function scriptNetwork() {
  const server = setupServer()
  const requests: Request[] = []
  beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
  beforeEach(() => {
    requests.length = 0
  })
  afterEach(() => server.resetHandlers())
  afterAll(() => server.close())
  return {
    server,
    /** What was asked since the test began. */
    requests,
    /** Answers every GET to the host, until the test ends or it is answered otherwise. */
    answer(host: string, respond: (request: Request) => Response | Promise<Response>): void {
      server.use(
        http.get(`${host}/*`, ({ request }) => {
          requests.push(request)
          return respond(request)
        }),
      )
    },
  }
}

import * as z from 'zod'
import {
  anybody,
  defineCommand,
  defineModule,
  defineQuery,
  type HttpOptions,
  type Module,
  privileged,
  type Socius,
  type SociusOptions,
} from '../src/index.js'
import { actorOf, createTestSocial } from './create-test-social.js'

const everyKind = z.strictObject({
  text: z.string().optional(),
  count: z.int().optional(),
  share: z.number().optional(),
  isOpen: z.boolean().optional(),
  note: z.string().nullable().default(null),
  kinds: z.array(z.enum(['post', 'video'])).optional(),
  numbers: z.array(z.int()).optional(),
})

/** A host's module that answers with what it was asked. */
export const echo = defineModule({
  name: 'echo',
  operations: {
    read: defineQuery({
      name: 'echo.read',
      summary: 'Says what was asked.',
      input: everyKind,
      output: z.unknown(),
      access: anybody,
      run: async (_context, input) => input,
    }),
    deep: defineQuery({
      name: 'echo.deep',
      summary: 'Says what was asked, which is not flat.',
      input: z.strictObject({ inner: z.object({ text: z.string() }) }),
      output: z.unknown(),
      access: anybody,
      run: async (_context, input) => input,
    }),
    write: defineCommand({
      name: 'echo.write',
      summary: 'Says what was handed in.',
      input: z.looseObject({}),
      output: z.unknown(),
      access: anybody,
      run: async (_context, input) => input,
    }),
    manage: defineCommand({
      name: 'echo.manage',
      summary: 'Is for those who manage.',
      input: z.strictObject({}),
      output: z.object({ isDone: z.boolean() }),
      access: privileged,
      run: async () => ({ isDone: true }),
    }),
    fail: defineCommand({
      name: 'echo.fail',
      summary: 'Throws what the test has put there.',
      input: z.strictObject({}),
      output: z.null(),
      access: anybody,
      run: async () => {
        throw failure.next
      },
    }),
    wait: defineQuery({
      name: 'echo.wait',
      summary: 'Waits until its signal fires.',
      input: z.strictObject({}),
      output: z.null(),
      access: anybody,
      run: ({ clock, signal }) =>
        new Promise((resolve, reject) => {
          signal?.addEventListener('abort', () => {
            void clock.wait(0, signal).catch(reject)
          })
          if (!signal) resolve(null)
        }),
    }),
  },
})

/** What `echo.fail` throws. */
export const failure: { next: unknown } = { next: new Error('nothing was put there') }

type WithEcho = { readonly echo: typeof echo }

export interface HttpSocial {
  readonly social: Socius<WithEcho>
  /** What was logged as an error. */
  readonly logged: { message: string; facts: Readonly<Record<string, unknown>> }[]
  /** Asks as `ada`, unless the header `x-actor` names somebody else; an empty one is nobody. */
  ask(path: string, init?: RequestInit): Promise<Response>
  /** A command's request, as a page of the same origin makes it. */
  send(path: string, input: unknown, init?: RequestInit): Promise<Response>
}

export const origin = 'https://host.example'

/** A social system with its handler, that nobody listens to on a port. */
export async function createHttpSocial(
  http: Partial<HttpOptions> = {},
  options: Partial<SociusOptions<Record<string, Module>>> = {},
): Promise<HttpSocial> {
  const logged: HttpSocial['logged'] = []
  const nothing = () => undefined
  const { social } = await createTestSocial<WithEcho>({
    ...options,
    modules: { echo },
    logger: {
      debug: nothing,
      info: nothing,
      warn: nothing,
      error: (message, facts = {}) => logged.push({ message, facts }),
    },
    http: {
      authenticate(request) {
        const name = request.headers.get('x-actor') ?? 'ada'
        if (name === '') return null
        return { ...actorOf(name), roles: name === 'root' ? ['admin'] : [] }
      },
      ...http,
    },
  })
  const ask = (path: string, init?: RequestInit) => social.handler(new Request(origin + path, init))
  return {
    social,
    logged,
    ask,
    send: (path, input, init = {}) => {
      const headers = new Headers(init.headers)
      if (!headers.has('content-type')) headers.set('content-type', 'application/json')
      return ask(path, { method: 'POST', body: JSON.stringify(input), ...init, headers })
    },
  }
}

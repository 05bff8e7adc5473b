import { type Actor, type Logger, SociusError } from '../kernel/index.js'
import { isActor } from '../operation/index.js'
import { type Answer, jsonAnswer } from './answer.js'
import { type CrossOriginHeaders, createCrossOrigin } from './cross-origin.js'
import type { Descriptions } from './descriptions.js'
import { taggedAnswer } from './etag.js'
import type { HttpOptions } from './http-options.js'
import type { LiveResponder } from './live-responder.js'
import { problemAnswer, problemOf } from './problem.js'
import { readBody } from './read-body.js'
import { readQuery } from './read-query.js'
import { Refusal } from './refusal.js'
import type { Route } from './routes.js'
import type { RunOperation } from './tools.js'

export interface RequestHandlerParts {
  readonly options: HttpOptions
  readonly basePath: string
  readonly routes: ReadonlyMap<string, Route>
  readonly describe: () => Promise<Descriptions>
  readonly run: RunOperation
  readonly logger: Logger
  readonly live: LiveResponder | undefined
}

const mebibyte = 1024 * 1024

/** What answers every request below the base path. */
export function createRequestHandler(parts: RequestHandlerParts): (request: Request) => Promise<Response> {
  const { options, basePath, routes, describe, run, logger, live } = parts
  const { maxBodyBytes = mebibyte } = options
  const crossOrigin = createCrossOrigin(options.cors)

  async function actorOf(request: Request): Promise<Actor> {
    const actor = await options.authenticate(request)
    if (actor === null || actor === undefined) {
      throw new SociusError('unauthenticated', 'The request does not say who asks.')
    }
    if (isActor(actor)) return actor
    throw new SociusError('internal', 'What authenticate returned is no actor.')
  }

  async function answerOperation(request: Request, route: Route, search: string): Promise<Answer> {
    const { operation, fields, allow } = route
    const { method, headers } = request
    const isRead = method === 'GET' || method === 'HEAD'
    if (isRead ? fields === null : method !== 'POST') throw notAllowed(allow)
    const actor = await actorOf(request)
    const input = isRead && fields ? readQuery(search, fields) : await readBody(request, maxBodyBytes)
    const result = textOf(await run(operation, actor, input, { signal: request.signal }))
    return isRead ? taggedAnswer(result, headers.get('if-none-match')) : jsonAnswer(result)
  }

  /** The paths of one part: the description, the tools, the live events. */
  async function answerOwn(request: Request, path: string): Promise<Answer | Response> {
    const { method, headers } = request
    if (method !== 'GET' && method !== 'HEAD') throw notAllowed('GET, HEAD, OPTIONS')
    switch (path) {
      case 'openapi.json': {
        if (options.openApi?.access === 'authenticated') await actorOf(request)
        const { openApiText } = await describe()
        return taggedAnswer(openApiText(), headers.get('if-none-match'))
      }
      case 'tools': {
        const actor = await actorOf(request)
        const { describeTools } = await describe()
        return taggedAnswer(JSON.stringify({ tools: describeTools(actor) }), headers.get('if-none-match'))
      }
      default:
        if (method !== 'GET' || !live) throw notAllowed('GET, OPTIONS')
        return live.respond(await actorOf(request), request)
    }
  }

  function allowedAt(path: string): string | null {
    if (path === 'openapi.json' || path === 'tools') return 'GET, HEAD, OPTIONS'
    if (path === 'events' && live) return 'GET, OPTIONS'
    return routes.get(path)?.allow ?? null
  }

  async function answer(request: Request): Promise<Answer | Response> {
    const { path, search } = placeOf(request.url, basePath)
    const allow = allowedAt(path)
    if (allow === null) throw new SociusError('not_found', 'There is nothing at this path.')
    if (request.method === 'OPTIONS') {
      const isPreflight = request.headers.get('access-control-request-method') !== null
      return { status: 204, headers: { allow, ...(isPreflight && crossOrigin.preflight(allow)) }, body: null }
    }
    const route = routes.get(path)
    return route ? answerOperation(request, route, search) : answerOwn(request, path)
  }

  function failed(error: unknown, request: Request): Answer {
    const problem = problemOf(error)
    if (problem.status >= 500) {
      const operation = placeOf(request.url, basePath).path
      logger.error('A request failed.', { operation, code: problem.code, error })
    }
    return problemAnswer(problem, {
      ...(problem.status === 401 && { 'www-authenticate': options.challenge ?? 'Bearer' }),
      ...(error instanceof Refusal && error.headers),
    })
  }

  return async (request) => {
    let shared: CrossOriginHeaders = {}
    let answered: Answer | Response
    try {
      shared = crossOrigin.examine(request)
      answered = await answer(request)
    } catch (error) {
      answered = failed(error, request)
    }
    return responseTo(request, answered, { vary: crossOrigin.vary, ...shared })
  }
}

function responseTo(request: Request, answered: Answer | Response, shared: Readonly<Record<string, string>>): Response {
  if (answered instanceof Response) {
    const headers = new Headers(answered.headers)
    for (const [name, value] of Object.entries(shared)) headers.append(name, value)
    return new Response(answered.body, { status: answered.status, headers })
  }
  const { status, headers, body } = answered
  const isHead = request.method === 'HEAD'
  return new Response(isHead ? null : body, {
    status,
    headers: {
      ...headers,
      ...shared,
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
      ...(isHead && body !== null && { 'content-length': String(new TextEncoder().encode(body).length) }),
    },
  })
}

/** Where the request points, below the base path; taken from the text, since parsing an address costs more than the rest. */
function placeOf(url: string, basePath: string): { path: string; search: string } {
  const start = url.indexOf('/', url.indexOf('://') + 3)
  const [address = ''] = (start === -1 ? '/' : url.slice(start)).split('#', 1)
  const mark = address.indexOf('?')
  const whole = mark === -1 ? address : address.slice(0, mark)
  const isBelow = whole.startsWith(`${basePath}/`)
  return { path: isBelow ? whole.slice(basePath.length + 1) : '', search: mark === -1 ? '' : address.slice(mark + 1) }
}

/** What an operation gives back that gives nothing is null: JSON has no word for less. */
function textOf(result: unknown): string {
  return JSON.stringify(result ?? null)
}

function notAllowed(allow: string): Refusal {
  return new Refusal(405, 'unsupported', 'This path does not take that method.', { headers: { allow } })
}

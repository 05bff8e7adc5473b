import type { NextRequest } from 'next/server.js'
import type { Social } from './social.ts'

type RouteHandler = (request: NextRequest) => Promise<Response>

/** What `app/social/[...path]/route.ts` exports. */
export function createRouteHandlers(social: Social): Record<'GET' | 'HEAD' | 'POST' | 'OPTIONS', RouteHandler> {
  const { handler } = social
  return { GET: handler, HEAD: handler, POST: handler, OPTIONS: handler }
}

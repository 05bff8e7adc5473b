import type { View } from './views.js'
import type { ServerRecord, World } from './world.js'

/** What a server is asked. */
export interface Asked {
  readonly world: World
  readonly server: ServerRecord
  readonly url: URL
}

/** What it says. */
export interface Said {
  readonly body: View | readonly View[]
  /** The name of the list in a body that is about one. */
  readonly list?: string
  /** Where the pages beside this one are. */
  readonly link?: string
}

/** An answer that is not 200. */
export class ApiError extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.name = 'ApiError'
    this.status = status
  }
}

/** For who and what has been looked for by a name or an id. */
export function noRecord(): ApiError {
  return new ApiError(404, 'Record not found')
}

/** For a status that is not shown, and for an address that leads nowhere. */
export function notFound(): ApiError {
  return new ApiError(404, 'Not Found')
}

/** For what only members may ask. */
export function unauthorised(): ApiError {
  return new ApiError(401, 'The access token is invalid')
}

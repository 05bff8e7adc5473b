import { type ErrorCode, SociusError, type SociusErrorOptions } from '../kernel/index.js'

/** A request that is refused for what it is as a request, with the status that HTTP has for it. */
export class Refusal extends SociusError {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>

  constructor(
    status: number,
    code: ErrorCode,
    message: string,
    options: SociusErrorOptions & { headers?: Record<string, string> } = {},
  ) {
    super(code, message, options)
    this.status = status
    this.headers = options.headers ?? {}
  }
}

/** A server that tests may use until `stop` is called. */
export interface RunningService {
  /** What the tests' environment variable is set to. */
  connection: string
  /** Where it came from, for the log. */
  origin: string
  stop(): Promise<void>
}

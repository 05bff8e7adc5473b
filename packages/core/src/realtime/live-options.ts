import * as z from 'zod/mini'

/** How live streams behave; all times are milliseconds. */
export interface LiveOptions {
  /** Between two looks for what other processes have committed; commits of this one are seen at once. @default 1 second */
  interval?: number
  /** Between two signs of life on a quiet stream. @default 15 seconds */
  heartbeat?: number
  /**
   * After which a stream over HTTP is ended, so that it is opened again and its reader authenticated anew; up to a tenth less,
   * by chance. @default 1 hour
   */
  maxAge?: number
  /** After which a stream over HTTP is cut whose reader takes nothing. @default 30 seconds */
  patience?: number
  /** Bytes that are held for one reader over HTTP; what is beyond stays in the log until there is room. @default 256 KiB */
  buffer?: number
}

export function liveOptionsSchema() {
  const milliseconds = z.int().check(z.minimum(1), z.maximum(0x7fff_ffff))
  return z.strictObject({
    interval: z._default(milliseconds, 1000),
    heartbeat: z._default(milliseconds, 15_000),
    maxAge: z._default(milliseconds, 3_600_000),
    patience: z._default(milliseconds, 30_000),
    buffer: z._default(z.int().check(z.minimum(1024)), 262_144),
  })
}

export type CheckedLiveOptions = Readonly<z.output<ReturnType<typeof liveOptionsSchema>>>

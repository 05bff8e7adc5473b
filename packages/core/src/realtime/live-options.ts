import * as z from 'zod'

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
  const milliseconds = z.int().min(1).max(0x7fff_ffff)
  return z.strictObject({
    interval: milliseconds.default(1000),
    heartbeat: milliseconds.default(15_000),
    maxAge: milliseconds.default(3_600_000),
    patience: milliseconds.default(30_000),
    buffer: z.int().min(1024).default(262_144),
  })
}

export type CheckedLiveOptions = Readonly<z.output<ReturnType<typeof liveOptionsSchema>>>

import type { SociusEvent } from '../kernel/index.js'
import { createEventLog, unpack } from '../outbox/index.js'
import type { StoreAdapter } from '../store/index.js'
import { beginningOf, isBefore, type Place } from './place.js'

export interface LoggedEvent {
  readonly place: Place
  readonly event: SociusEvent
}

export interface LogPage {
  /** In order, all behind the place that was asked for. */
  readonly events: readonly LoggedEvent[]
  /** Where the next page begins. */
  readonly end: Place
  /** Whether there was nothing behind it at that moment. */
  readonly isLast: boolean
}

/** Reads the event log for all tenants. */
export interface LogReader {
  /** The place behind all that is numbered. */
  end(): Promise<Place>
  /** What comes after a place, in one statement. With `number`, what is committed and not numbered yet is numbered first. */
  after(place: Place, options?: { number?: boolean }): Promise<LogPage>
  /** The place behind all that is numbered, and the first one behind which nothing has been removed. */
  bounds(): Promise<{ end: Place; oldest: Place }>
}

const entriesPerPage = 100

export function createLogReader(adapter: StoreAdapter): LogReader {
  const log = createEventLog(adapter)

  async function bounds() {
    const { last, oldest } = await log.bounds()
    return { end: beginningOf(last + 1), oldest: beginningOf(oldest) }
  }

  return {
    bounds,
    end: async () => (await bounds()).end,

    async after(place, { number = false } = {}) {
      let page = await log.read(place, { limit: entriesPerPage, waiting: number })
      let isLast = page.isLast
      if (page.entries[0]?.batch === null) {
        await log.number()
        page = await log.read(place, { limit: entriesPerPage })
        // More may be waiting than one batch takes.
        isLast = false
      }
      const events = page.entries.flatMap((entry) =>
        unpack(entry).map((event, index) => ({ place: { batch: entry.batch ?? 0, seq: entry.seq, index }, event })),
      )
      const last = events.at(-1)
      // A batch is seen whole: what comes later has a larger number.
      const end = page.isLast && last ? beginningOf(last.place.batch + 1) : (last?.place ?? place)
      return { events: events.filter((each) => isBefore(place, each.place)), end, isLast }
    },
  }
}

import { expect } from 'vitest'
import { activity } from '../src/activities/activity.js'
import { activityCounts, metricPoint } from '../src/activities/activity-counts.js'
import { activityTag } from '../src/activities/activity-tag.js'
import { comment } from '../src/activities/response.js'
import { createSocius, type ErrorCode, type Socius, type SyncReport, system } from '../src/index.js'
import { outbox } from '../src/outbox/index.js'
import type { StoreAdapter } from '../src/store.js'
import { checkpoint } from '../src/sync/checkpoint.js'
import { activityIdOf } from '../src/sync/engine/normalise-draft.js'
import { quarantine } from '../src/sync/quarantine.js'
import { commentOf, createListPlatform, draftOf, draftsOf, type ListPlatform } from './list-provider.js'
import { createManualClock, type ManualClock } from './manual-clock.js'
import { readEverything } from './read-everything.js'
import { createSeededRandom } from './seeded-random.js'
import { type WatchedPlatform, watchPlatform } from './watched-platform.js'

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

const start = 1_795_000_000_000
const newest = start - hour

/** What a scenario has come to, in words that can be compared. */
export interface ScenarioOutcome {
  readonly activities: readonly string[]
  readonly tags: readonly string[]
  readonly counts: readonly string[]
  readonly points: readonly string[]
  readonly comments: readonly string[]
  readonly checkpoints: readonly string[]
  readonly quarantine: readonly string[]
  readonly events: readonly string[]
}

/** Two accounts, whose platform changes once, and two workers that read what is due of them at once. */
export interface Scenario {
  readonly clock: ManualClock
  readonly list: ListPlatform
  readonly watched: WatchedPlatform
  readonly workers: readonly Socius[]
  /** What is new, edited, counted otherwise, deleted and answered; a week and a day later. */
  change(): void
  /** Reads what is due and the comments, and holds the reports to what has changed in the store. Gives the error codes. */
  round(): Promise<readonly (ErrorCode | null)[]>
  /** What has to be the same whatever happened: everything but times and what is born of them. */
  outcome(): Promise<ScenarioOutcome>
  close(): Promise<void>
}

export async function openScenario(store: StoreAdapter, workers = 2): Promise<Scenario> {
  const clock = createManualClock(start)
  const list = createListPlatform({ pageSize: 4, batchSize: 5 })
  list.accounts.set('ada', draftsOf('ada', 11, newest))
  list.accounts.set('ben', draftsOf('ben', 6, newest))
  const watched = watchPlatform(list)
  const sync = { retry: { attempts: 3, longest: 6000 } }
  const providers = [watched.provider]
  const made = await Promise.all(
    Array.from({ length: workers }, (_, place) =>
      createSocius({ store, providers, clock, random: createSeededRandom(place + 1), dispatch: 'manual', sync }),
    ),
  )
  const [social] = made
  if (!social) throw new Error('There is one at least.')
  const consent = { purposes: ['sync', 'display'] as ('sync' | 'display')[], text: 'v1' }
  const subject = { id: '' }
  for (const personId of ['ada', 'ben']) {
    await social.accounts.link(system, { personId, platform: 'list', handle: personId, consent })
  }
  await social.dispatch()
  const events = async () => eventsOf(store)
  let before = await events()

  return {
    clock,
    list,
    watched,
    workers: made,
    change() {
      clock.advance(8 * day)
      for (const name of ['ada', 'ben']) list.accounts.set(name, changed(name))
      list.comments.set(
        'ada-11',
        [1, 2, 3].map((number) => commentOf('eve', `c${number}`)),
      )
      subject.id = activityIdOf('default', 'list', 'ada-11')
    },
    async round() {
      const reports = await Promise.all(made.map((worker) => worker.sync.runDue(system)))
      if (subject.id !== '') reports.push(await social.sync.comments(system, { activityId: subject.id }))
      const after = await events()
      holdToTruth(reports, before, after)
      before = after
      return reports.flatMap(({ accounts }) => accounts.flatMap(({ error }) => error?.code ?? []))
    },
    outcome: () => outcomeOf(store),
    close: () => store.close(),
  }
}

function changed(name: string) {
  const [first, second, third, ...rest] = draftsOf(name, name === 'ada' ? 11 : 6, newest)
  if (!first || !second || !third) throw new Error('There are more.')
  const fresh = [2, 1].map((place) =>
    draftOf(name, `${name}-new-${place}`, { publishedAt: newest + 7 * day + place * hour, hashtags: ['New'] }),
  )
  const edited = { ...first, text: 'edited', hashtags: ['Other'] }
  const liked = { ...second, counts: { ...second.counts, likes: 99 } }
  return [...fresh, edited, liked, ...rest]
}

/** The counts of the reports are those of what was announced, and what was announced stands in the store. */
function holdToTruth(reports: readonly SyncReport[], before: readonly string[], after: readonly string[]): void {
  const happened = after.slice(before.length)
  const count = (name: string) => happened.filter((event) => event.startsWith(`${name} `)).length
  const sum = (name: 'created' | 'updated' | 'deleted') => reports.reduce((total, report) => total + report[name], 0)
  expect([sum('created'), sum('updated'), sum('deleted')]).toEqual([
    count('activity.created') + count('comment.added'),
    count('activity.updated'),
    count('activity.deleted'),
  ])
}

async function eventsOf(store: StoreAdapter): Promise<string[]> {
  const { outbox: entries = [] } = await readEverything(store, [outbox])
  return entries.flatMap((entry) =>
    (entry['events'] as { name: string; subject: string }[]).map(({ name, subject }) => `${name} ${subject}`),
  )
}

export async function outcomeOf(store: StoreAdapter): Promise<ScenarioOutcome> {
  const collections = [activity, activityTag, activityCounts, metricPoint, comment, checkpoint, quarantine]
  const rows = await readEverything(store, collections)
  const timeless = (name: string, ...times: string[]) =>
    (rows[name] ?? [])
      .map((row) =>
        JSON.stringify(
          Object.entries(row)
            .filter(([field]) => !times.includes(field))
            .sort(([one], [other]) => (one < other ? -1 : 1)),
        ),
      )
      .sort()
  return {
    activities: timeless('activity', 'consentId', 'firstSeenAt', 'fetchedAt', 'stateSince', 'checkAt'),
    tags: timeless('activity_tag'),
    counts: timeless('activity_counts', 'countedAt'),
    points: timeless('metric_point', 'id', 'at'),
    comments: timeless('comment', 'fetchedAt'),
    checkpoints: timeless('checkpoint', 'startedAt', 'completedAt', 'updatedAt'),
    quarantine: timeless('quarantine'),
    events: (await eventsOf(store)).filter((event) => /^(activity|comment)\./.test(event)).sort(),
  }
}

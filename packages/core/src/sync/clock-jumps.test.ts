import { describe, expect, it } from 'vitest'
import { testStores } from '../../test-support/create-test-social.js'
import { day, hour, openScenario, type ScenarioOutcome } from '../../test-support/sync-scenario.js'

const jumps = [
  { name: 'an hour ahead', by: hour },
  { name: 'a year ahead', by: 365 * day },
  { name: 'an hour back', by: -hour },
  { name: 'a year back', by: -365 * day },
]

/** After how many questions the clock is right again. */
const lengths = [
  { until: 'the next question', questions: 1 },
  { until: 'a few questions later', questions: 5 },
  { until: 'the next day', questions: Number.POSITIVE_INFINITY },
]

const cases = jumps.flatMap((jump) => lengths.map((length) => ({ ...jump, ...length })))

describe.each(testStores)('due accounts on %s', (name, open) => {
  const apart = name === 'memory' ? 1 : 4

  it.each(cases)('come out the same when a clock is $name until $until', async ({ by, questions }) => {
    const calm = await outcomeOf(open, null)
    // A clock that is so far behind takes what is new for something of the future, and writes its time once it has come.
    const compared = (outcome: ScenarioOutcome) => (by < -day ? withoutCorrections(outcome) : outcome)
    for (let at = 1; at <= calm.questions; at += apart) {
      const { outcome, mostAtOnce } = await outcomeOf(open, { by, at, back: at + questions })
      expect(compared(outcome), `a jump at question ${at}`).toEqual(compared(calm.outcome))
      expect(mostAtOnce).toBe(1)
    }
  })
})

function withoutCorrections({ activities, events, ...rest }: ScenarioOutcome) {
  return {
    ...rest,
    activities: activities
      .map((row) => (row.includes('"state","deleted"') ? row.replace(/\["publishedAt",\d+\]/, '') : row))
      .sort(),
    events: events.filter((event) => !event.startsWith('activity.updated ')),
  }
}

async function outcomeOf(
  open: (typeof testStores)[number][1],
  jump: { by: number; at: number; back: number } | null,
): Promise<{ outcome: ScenarioOutcome; questions: number; mostAtOnce: number }> {
  const scenario = await openScenario(open(), 1)
  const { clock, watched } = scenario
  let asked = 0
  let isWrong = false
  const setRight = () => {
    if (isWrong && jump) clock.advance(-jump.by)
    isWrong = false
  }
  watched.interfere({
    before() {
      asked += 1
      if (asked === jump?.at) {
        isWrong = true
        clock.advance(jump.by)
      }
      if (asked === jump?.back) setRight()
    },
  })
  await scenario.round()
  if (jump && asked >= jump.at) {
    clock.advance(day)
    setRight()
  }
  scenario.change()
  for (let rounds = 0; rounds < 3; rounds++) {
    await scenario.round()
    clock.advance(2 * hour)
  }
  setRight()
  const questions = asked
  for (let rounds = 0; rounds < 12; rounds++) {
    await scenario.round()
    clock.advance(30 * hour)
  }
  // The longest time between two looks is the longest that something is put off.
  for (let rounds = 0; rounds < 4; rounds++) {
    await scenario.round()
    clock.advance(10 * day)
  }
  const outcome = await scenario.outcome()
  await scenario.close()
  return { outcome, questions, mostAtOnce: watched.mostAtOnce }
}

import { shownAudiencesOf } from '../activities/index.js'
import { membersAmong, programmeOf, standings } from '../graph/index.js'
import type { Hearers } from '../kernel/index.js'
import type { ReadStore } from '../operation/index.js'
import { reference } from '../store/index.js'

/** Who hears of one event, of some readers. */
export interface Circle {
  /** Null: everybody. */
  readonly only: ReadonlySet<string> | null
  readonly except: ReadonlySet<string>
}

export const everybody: Circle = { only: null, except: new Set() }

const nobody: Circle = { only: new Set(), except: new Set() }

/** Whoever sees what `of` shows to `audience`. */
interface Condition {
  readonly audience: string
  readonly of: string | null
}

/**
 * Who of the readers hears of each of some events of one tenant. The rows that decide are read once for all events and all
 * readers. What this says of an activity is what `requireVisible` says to each reader.
 */
export async function decideHearers(
  store: ReadStore,
  hearers: readonly Hearers[],
  readers: ReadonlySet<string>,
): Promise<readonly Circle[]> {
  const activityIds = hearers.flatMap((each) => ('activities' in each ? each.activities : [])).filter(isId)
  const shown = await shownAudiencesOf(store, [...new Set(activityIds)])
  const conditionsOf = (each: Hearers): readonly (Condition | undefined)[] => {
    if ('activities' in each) return each.activities.map((id) => shown.get(id))
    return 'audience' in each ? [each] : []
  }
  const conditions = hearers.flatMap(conditionsOf).flatMap((condition) => condition ?? [])
  const doers = hearers.flatMap((each) => ('activities' in each ? (each.by ?? []) : []))
  const standingOf = await standings(store, {
    connectionsOf: conditions
      .flatMap(({ audience, of }) => (audience === 'connections' ? (of ?? []) : []))
      .filter(isId),
    barredFrom: [...conditions.flatMap(({ audience, of }) => (isOpen(audience) ? (of ?? []) : [])), ...doers].filter(
      isId,
    ),
    among: readers,
  })

  const programmes = conditions.flatMap(({ audience }) => programmeOf(audience) ?? []).filter(isId)
  const members = await membersAmong(store, programmes, readers)

  function circleOf({ audience, of }: Condition): Circle {
    const programmeId = programmeOf(audience)
    if (programmeId !== null) {
      const takePart = members.get(programmeId) ?? new Set<string>()
      const own = of === null ? takePart : new Set([...takePart, of])
      return { only: own, except: of === null ? new Set() : standingOf(of).barred }
    }
    if (of === null) return audience === 'public' ? everybody : nobody
    const { connected, barred } = standingOf(of)
    if (audience === 'public') return { only: null, except: barred }
    if (audience === 'connections') return { only: new Set([...connected, of]), except: barred }
    return { only: new Set([of]), except: new Set() }
  }

  return hearers.map((each): Circle => {
    if ('everybody' in each) return everybody
    if ('people' in each) return { only: new Set(each.people.flatMap((id) => id ?? [])), except: new Set() }
    const circles = conditionsOf(each).map((condition) => (condition ? circleOf(condition) : nobody))
    if ('audience' in each) return circles[0] ?? nobody
    if (each.by !== null) circles.push({ only: null, except: standingOf(each.by).barred })
    return each.activities.length === 0 ? nobody : circles.reduce(both, everybody)
  })
}

function both(one: Circle, other: Circle): Circle {
  return { only: shared(one.only, other.only), except: union(one.except, other.except) }
}

function shared(one: ReadonlySet<string> | null, other: ReadonlySet<string> | null): ReadonlySet<string> | null {
  if (one === null || other === null) return one ?? other
  return new Set([...one].filter((id) => other.has(id)))
}

function union(one: ReadonlySet<string>, other: ReadonlySet<string>): ReadonlySet<string> {
  if (one.size === 0 || other.size === 0) return one.size === 0 ? other : one
  return new Set([...one, ...other])
}

function isOpen(audience: string): boolean {
  return audience === 'public' || audience === 'connections' || programmeOf(audience) !== null
}

/** An event of a host's own may name anything: what is no id names nobody, and stops nothing. */
function isId(id: unknown): id is string {
  return reference().safeParse(id).success && (id as string).isWellFormed() && !(id as string).includes('\0')
}

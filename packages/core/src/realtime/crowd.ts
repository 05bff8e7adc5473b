import { isPrivileged } from '../kernel/index.js'
import type { Listener } from './listener.js'

/**
 * Listeners of one tenant who hear the same of an event that says nothing of persons: they ask for the same events, and either
 * all of them act for everybody or none does.
 */
export interface Cohort {
  readonly actsForEverybody: boolean
  readonly wants: Listener['wants']
  readonly listeners: ReadonlySet<Listener>
  readonly byPerson: ReadonlyMap<string, ReadonlySet<Listener>>
}

/** Listeners, found by tenant and person: whoever hears of an event is looked up, not searched. */
export interface Crowd {
  add(listener: Listener): void
  remove(listener: Listener): void
  listeners(): Iterable<Listener>
  cohortOf(listener: Listener): Cohort | undefined
  cohortsOf(tenant: string): Iterable<Cohort>
  /** The people of a tenant who listen without acting for everybody, as they are at this moment. */
  readersOf(tenant: string): ReadonlySet<string>
}

interface OwnCohort extends Cohort {
  readonly listeners: Set<Listener>
  readonly byPerson: Map<string, Set<Listener>>
}

interface Tenant {
  readonly cohorts: Map<string, OwnCohort>
  /** Null: to be listed anew. */
  readers: ReadonlySet<string> | null
}

export function createCrowd(members: Iterable<Listener> = []): Crowd {
  const all = new Map<Listener, OwnCohort>()
  const tenants = new Map<string, Tenant>()

  function add(listener: Listener): void {
    const { actor, wants } = listener
    const tenant: Tenant = tenants.get(actor.tenant) ?? { cohorts: new Map(), readers: null }
    const key = keyOf(listener)
    const cohort: OwnCohort = tenant.cohorts.get(key) ?? {
      actsForEverybody: isPrivileged(actor),
      wants,
      listeners: new Set(),
      byPerson: new Map(),
    }
    const ofPerson = cohort.byPerson.get(actor.id) ?? new Set<Listener>()
    tenants.set(actor.tenant, tenant)
    tenant.cohorts.set(key, cohort)
    tenant.readers = null
    cohort.byPerson.set(actor.id, ofPerson)
    cohort.listeners.add(listener)
    ofPerson.add(listener)
    all.set(listener, cohort)
  }

  function remove(listener: Listener): void {
    const { id, tenant: name } = listener.actor
    const [tenant, cohort] = [tenants.get(name), all.get(listener)]
    if (!tenant || !cohort) return
    const ofPerson = cohort.byPerson.get(id)
    all.delete(listener)
    cohort.listeners.delete(listener)
    ofPerson?.delete(listener)
    if (ofPerson?.size === 0) cohort.byPerson.delete(id)
    if (cohort.listeners.size === 0) tenant.cohorts.delete(keyOf(listener))
    if (tenant.cohorts.size === 0) tenants.delete(name)
    tenant.readers = null
  }

  for (const listener of members) add(listener)
  return {
    add,
    remove,
    listeners: () => all.keys(),
    cohortOf: (listener) => all.get(listener),
    cohortsOf: (tenant) => tenants.get(tenant)?.cohorts.values() ?? [],
    readersOf(name) {
      const tenant = tenants.get(name)
      if (!tenant) return new Set()
      tenant.readers ??= new Set([...tenant.cohorts.values()].flatMap(readersIn))
      return tenant.readers
    },
  }
}

function keyOf({ actor, wants }: Listener): string {
  return `${isPrivileged(actor)} ${wants ? [...wants].toSorted().join() : '*'}`
}

function readersIn({ actsForEverybody, byPerson }: Cohort): readonly string[] {
  return actsForEverybody ? [] : [...byPerson.keys()]
}

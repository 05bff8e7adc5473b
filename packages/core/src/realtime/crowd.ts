import { isPrivileged } from '../kernel/index.js'
import type { Circle } from './decide-hearers.js'
import type { Listener } from './listener.js'

/** Listeners, found by tenant and person: whoever hears of an event is looked up, not searched. */
export interface Crowd {
  add(listener: Listener): void
  remove(listener: Listener): void
  listeners(): Iterable<Listener>
  /** The people of a tenant who listen without acting for everybody; null when nobody of the tenant listens. */
  readersOf(tenant: string): ReadonlySet<string> | null
  /** Calls back for each listener of the tenant who is in the circle or acts for everybody. */
  forEachIn(tenant: string, circle: Circle, take: (listener: Listener) => void): void
}

interface TenantListeners {
  readonly byPerson: Map<string, Set<Listener>>
  readonly readers: Set<string>
  readonly privileged: Set<Listener>
}

export function createCrowd(members: Iterable<Listener> = []): Crowd {
  const all = new Set<Listener>()
  const tenants = new Map<string, TenantListeners>()

  function add(listener: Listener): void {
    all.add(listener)
    const { id, tenant } = listener.actor
    const own = tenants.get(tenant) ?? { byPerson: new Map(), readers: new Set(), privileged: new Set() }
    tenants.set(tenant, own)
    if (isPrivileged(listener.actor)) {
      own.privileged.add(listener)
      return
    }
    const mine = own.byPerson.get(id) ?? new Set<Listener>()
    own.byPerson.set(id, mine)
    own.readers.add(id)
    mine.add(listener)
  }

  function remove(listener: Listener): void {
    if (!all.delete(listener)) return
    const { id, tenant } = listener.actor
    const own = tenants.get(tenant)
    if (!own) return
    own.privileged.delete(listener)
    const mine = own.byPerson.get(id)
    mine?.delete(listener)
    if (mine?.size === 0) {
      own.byPerson.delete(id)
      own.readers.delete(id)
    }
    if (own.privileged.size === 0 && own.byPerson.size === 0) tenants.delete(tenant)
  }

  for (const listener of members) add(listener)
  return {
    add,
    remove,
    listeners: () => all,
    readersOf: (tenant) => tenants.get(tenant)?.readers ?? null,
    forEachIn(tenant, { only, except }, take) {
      const own = tenants.get(tenant)
      if (!own) return
      for (const listener of own.privileged) take(listener)
      if (only === null) {
        for (const [id, listeners] of own.byPerson) if (!except.has(id)) listeners.forEach(take)
        return
      }
      for (const id of only) if (!except.has(id)) own.byPerson.get(id)?.forEach(take)
    },
  }
}

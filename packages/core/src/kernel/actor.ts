/** Who asks. The host's authentication makes it; every operation takes it first. */
export interface Actor {
  /** The host's own id of the person who asks. A person of the same id is that actor's person. */
  readonly id: string
  /** Everything an operation reads or writes belongs to this tenant. */
  readonly tenant: string
  /** `system` may do everything; `admin` may act for every person of the tenant; others are the host's own. */
  readonly roles: readonly string[]
}

/** The tenant of a host that has only one. */
export const defaultTenant = 'default'

/** The host itself, in the default tenant: for schedulers, scripts and imports. */
export const system: Actor = Object.freeze({ id: 'system', tenant: defaultTenant, roles: Object.freeze(['system']) })

/** The host itself, in a tenant of its choice. */
export function systemOf(tenant: string): Actor {
  return { ...system, tenant }
}

/** Whether the actor may act for anybody in its tenant. */
export function isPrivileged(actor: Actor): boolean {
  return actor.roles.includes('system') || actor.roles.includes('admin')
}

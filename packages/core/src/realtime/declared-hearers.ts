import type { EventDeclaration, Hearers, Logger, SociusEvent } from '../kernel/index.js'

const nobody: Hearers = { people: [] }

/** What the declarations say of who may hear of an event. What is not declared, or in another version, nobody hears of. */
export function createDeclaredHearers(
  declarations: readonly EventDeclaration[],
  logger: Logger,
): (event: Pick<SociusEvent, 'name' | 'version' | 'payload'>) => Hearers {
  const declared = new Map(declarations.map((declaration) => [declaration.name, declaration]))
  return ({ name, version, payload }) => {
    const declaration = declared.get(name)
    if (declaration?.version !== version) return nobody
    try {
      const said: unknown = declaration.hearers(payload)
      if (isHearers(said)) return said
    } catch {
      // One event's fault must not stop the stream of all others.
    }
    logger.error('An event could not say who may hear of it.', { event: name })
    return nobody
  }
}

/** A host's module may be plain JavaScript. */
function isHearers(said: unknown): said is Hearers {
  if (typeof said !== 'object' || said === null) return false
  const { everybody, people, activities, audience } = said as Record<string, unknown>
  return everybody === true || Array.isArray(people) || Array.isArray(activities) || typeof audience === 'string'
}

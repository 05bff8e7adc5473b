import { SociusError } from '../kernel/index.js'
import type { Module } from '../operation/index.js'
import type { Modules } from './options.js'

/** Names that stand beside the services, or beside those of a client. */
const reserved = new Set([
  'on',
  'dispatch',
  'positions',
  'start',
  'stop',
  'using',
  'handler',
  'openApi',
  'tools',
  'live',
  // Of clients.
  'events',
  'ddl',
  'close',
  'then',
])

/**
 * All modules by the name of their service.
 * @throws `invalid_option` where two of something have one name.
 */
export function checkModules(core: readonly Module[], own: Modules): ReadonlyMap<string, Module> {
  const named = new Map(core.map((module) => [module.name, module]))
  for (const [name, module] of Object.entries(own)) {
    if (reserved.has(name) || named.has(name)) {
      throw new SociusError('invalid_option', `modules.${name}: the name is taken.`)
    }
    named.set(name, module)
  }
  requireDistinct(
    [...named.values()].flatMap((module) => module.collections.map((collection) => collection.name)),
    'collection',
  )
  requireDistinct(
    [...named.values()].flatMap((module) => module.reactions.map((reaction) => reaction.name)),
    'reaction',
  )
  return named
}

function requireDistinct(names: readonly string[], what: string): void {
  const twice = names.find((name, place) => names.indexOf(name) !== place)
  if (twice !== undefined) throw new SociusError('invalid_option', `There are two ${what}s of the name "${twice}".`)
}

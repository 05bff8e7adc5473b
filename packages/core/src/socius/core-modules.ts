import { accounts, consents } from '../accounts/index.js'
import { activities, comments, reactions, shares } from '../activities/index.js'
import { createFeedModule } from '../feed/index.js'
import { connections, memberships } from '../graph/index.js'
import type { Module, Service } from '../operation/index.js'
import { createPeopleModule } from '../people/index.js'
import { privacy } from '../privacy/index.js'
import { createSyncModule, type SyncSettings } from '../sync/index.js'
import type { Modules, SociusOptions } from './options.js'

/** The services of the domains that are always there. */
export interface CoreServices {
  readonly people: Service<ReturnType<typeof createPeopleModule>['operations']>
  readonly accounts: Service<typeof accounts.operations>
  readonly consents: Service<typeof consents.operations>
  readonly connections: Service<typeof connections.operations>
  readonly memberships: Service<typeof memberships.operations>
  readonly activities: Service<typeof activities.operations>
  readonly comments: Service<typeof comments.operations>
  readonly reactions: Service<typeof reactions.operations>
  readonly shares: Service<typeof shares.operations>
  readonly sync: Service<ReturnType<typeof createSyncModule>['operations']>
  readonly feed: Service<ReturnType<typeof createFeedModule>['operations']>
}

/** The domains that are always there. People's rows are everywhere, so that of people knows how all others follow. */
export function coreModules(
  { feed, modules = {} }: Pick<SociusOptions<Modules>, 'feed' | 'modules'>,
  syncSettings: SyncSettings,
): Module[] {
  const others = [
    accounts,
    consents,
    connections,
    memberships,
    activities,
    comments,
    reactions,
    shares,
    createSyncModule(syncSettings),
    createFeedModule(feed),
    privacy,
  ]
  return [createPeopleModule([...others, ...Object.values(modules)].flatMap((module) => module.people)), ...others]
}

/** The queries of the domains that are always there, by service: they are asked by GET, so that a browser may keep them. */
const queries = {
  accounts: 'list platforms',
  activities: 'get history provenance',
  comments: 'list',
  connections: 'list',
  consents: 'list',
  feed: 'explain grouped hidden home items network programme ranked search timeline top',
  memberships: 'list',
  people: 'get list merges previewMerge previewUnmerge search',
  reactions: 'summary',
  sync: 'checkpoints place quarantined schedule',
}

/** As `service.method`. */
export const coreQueries: readonly string[] = Object.entries(queries).flatMap(([service, methods]) =>
  methods.split(' ').map((method) => `${service}.${method}`),
)

export { kyselyStore } from './kysely/kysely-store.js'
export type { KyselyOptions, KyselyStoreOptions, NamingOptions, SqliteOptions } from './kysely/options.js'

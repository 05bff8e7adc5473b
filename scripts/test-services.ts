/** The servers that some suites need. A suite skips itself when its variable is not set. */
export const testServices = [
  { name: 'Postgres', variable: 'SOCIUS_TEST_POSTGRES_URL' },
  { name: 'MariaDB', variable: 'SOCIUS_TEST_MARIADB_URL' },
  { name: 'Bluesky network', variable: 'SOCIUS_TEST_BLUESKY' },
] as const

/** Recorded traffic of others, which is not a part of this repository. A suite skips itself when its folder is not there. */
export const testRecordings = [{ name: 'Mastodon traffic', folder: '../shared/data/mastodon-4.6.4' }] as const

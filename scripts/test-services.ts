/** Where the browser is. Suites also take one that is on the path. */
export const browserVariable = 'SOCIUS_TEST_CHROMIUM'

/** What some suites need on the machine: servers and a browser. A suite skips itself where it is missing. */
export const testServices = [
  { name: 'Postgres', variable: 'SOCIUS_TEST_POSTGRES_URL' },
  { name: 'MariaDB', variable: 'SOCIUS_TEST_MARIADB_URL' },
  { name: 'Bluesky network', variable: 'SOCIUS_TEST_BLUESKY' },
  { name: 'Chromium', variable: browserVariable },
] as const

/** Recorded traffic of others, which is not a part of this repository. A suite skips itself when its folder is not there. */
export const testRecordings = [{ name: 'Mastodon traffic', folder: '../shared/data/mastodon-4.6.4' }] as const

/** The servers that some suites need. A suite skips itself when its variable is not set. */
export const testServices = [
  { name: 'Postgres', variable: 'SOCIUS_TEST_POSTGRES_URL' },
  { name: 'MariaDB', variable: 'SOCIUS_TEST_MARIADB_URL' },
  { name: 'Bluesky network', variable: 'SOCIUS_TEST_BLUESKY' },
] as const

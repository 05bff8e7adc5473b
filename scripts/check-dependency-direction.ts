import { findDirectionBreaches } from './dependency-direction.ts'
import { workspaceRoot } from './packages.ts'

const breaches = findDirectionBreaches(process.argv[2] ?? workspaceRoot)
for (const breach of breaches) console.error(breach)
if (breaches.length > 0) process.exitCode = 1
else console.log('Every import points the way the design says; no cycles.')

// Type-checks the TypeScript that README, CONTRIBUTING and the site's pages show, against the built declarations, and
// looks for links to files that are not there.
import { existsSync, globSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { withConsumerProject } from './consumer-project.ts'
import { readBuiltEntries, workspaceRoot } from './packages.ts'
import { readCodeBlocks } from './read-code-blocks.ts'
import { runCommand } from './run-command.ts'

/** What pages import besides the packages, by where it is installed. */
const libraries = {
  'packages/storage-adapters': ['kysely', '@electric-sql/pglite', 'better-sqlite3', '@types/better-sqlite3'],
  'packages/react-widgets': ['@tanstack/react-query', '@types/react', '@types/react-dom', 'react', 'react-dom'],
  'examples/http-mounts': ['@hono/node-server', 'express', '@types/express', 'fastify', 'hono'],
}

readBuiltEntries()
const pages = globSync(['*.md', 'docs/**/*.md'], {
  cwd: workspaceRoot,
  exclude: ['docs/reference', '**/node_modules'],
}).sort()

const modules = new Map<string, { page: string; code: string }>()
for (const page of pages) {
  const text = readFileSync(join(workspaceRoot, page), 'utf8')
  reportDeadLinks(page, text)
  for (const [index, { extension, code }] of readCodeBlocks(text).entries()) {
    modules.set(`${page.replaceAll(/[^a-z0-9]+/gi, '-')}-${index}.${extension}`, { page, code })
  }
}

const settings = {
  target: 'es2023',
  module: 'nodenext',
  types: ['node'],
  jsx: 'react-jsx',
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: true,
  noEmit: true,
}
const files = {
  'tsconfig.json': { compilerOptions: settings, files: [...modules.keys()] },
  ...Object.fromEntries([...modules].map(([file, { code }]): [string, string] => [file, code])),
}

await withConsumerProject(files, async (folder) => {
  for (const [installed, names] of Object.entries(libraries)) {
    for (const name of names) {
      const link = join(folder, 'node_modules', name)
      mkdirSync(dirname(link), { recursive: true })
      symlinkSync(join(workspaceRoot, installed, 'node_modules', name), link, 'dir')
    }
  }
  const { exitCode, log } = await runCommand(`tsc --pretty false -p ${folder}/tsconfig.json`)
  if (exitCode !== 0) {
    process.exitCode = 1
    // A module has its page's line numbers.
    console.error(
      log.replaceAll(/^.*?([^/\s]+\.tsx?)\(/gm, (line, file: string) => {
        const page = modules.get(file)?.page
        return page ? `${page}(` : line
      }),
    )
  }
})
console.log(`${modules.size} modules of ${pages.length} pages`)

/** Of links inside the site VitePress takes care. */
function reportDeadLinks(page: string, text: string): void {
  if (page.startsWith('docs/')) return
  for (const [, target = ''] of text.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)) {
    if (/^[a-z]+:/.test(target) || existsSync(join(workspaceRoot, dirname(page), target))) continue
    console.error(`${page}: there is no ${target}`)
    process.exitCode = 1
  }
}

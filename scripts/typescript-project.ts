import { join } from 'node:path'
import { API, type Project } from 'typescript/unstable/sync'

/**
 * Opens `files` as a TypeScript project, hands it to `read`, and closes the compiler again. No configuration of the
 * workspace takes part.
 *
 * @param files relative to `root`
 */
export function readTypescriptProject<Result>(
  root: string,
  files: readonly string[],
  compilerOptions: object,
  read: (project: Project) => Result,
): Result {
  const config = join(root, 'tsconfig.in-memory.json')
  const api = new API({
    cwd: root,
    fs: {
      fileExists: (file) => (file === config ? true : undefined),
      readFile: (file) => (file === config ? JSON.stringify({ compilerOptions, files }) : undefined),
    },
  })
  try {
    const [project] = api.updateSnapshot({ openProjects: [config] }).getProjects()
    if (!project) throw new Error(`TypeScript opened no project in ${root}`)
    return read(project)
  } finally {
    api.close()
  }
}

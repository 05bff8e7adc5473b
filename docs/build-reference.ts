// Writes docs/reference: the API reference, one page a symbol, from the comments in the packages' sources.
import { join } from 'node:path'
import { Application, Comment, Converter, ReflectionKind } from 'typedoc'
import { readPackages } from '../scripts/packages.ts'

const entries = readPackages().flatMap((item) => item.entries)

const app = await Application.bootstrapWithPlugins({
  name: 'API reference',
  entryPoints: entries.map((entry) => entry.source),
  tsconfig: join(import.meta.dirname, 'tsconfig.json'),
  plugin: ['typedoc-plugin-markdown'],
  out: join(import.meta.dirname, 'reference'),
  readme: 'none',
  disableSources: true,
  excludeInternal: true,
  // What a class has from the platform is described there.
  excludeExternals: true,
  // The workspace's own compiler has already judged the types.
  skipErrorChecking: true,
  validation: { invalidLink: true, notExported: false, notDocumented: false, rewrittenLink: true },
  logLevel: 'Warn',
})
app.options.setValue('entryFileName', 'index')
app.options.setValue('hidePageHeader', true)
app.options.setValue('hideBreadcrumbs', true)
app.options.setValue('useCodeBlocks', true)
for (const list of ['parameters', 'interfaceProperties', 'classProperties', 'typeAliasProperties']) {
  app.options.setValue(`${list}Format`, 'table')
}
app.options.setValue('typeDeclarationFormat', 'table')

// Modules are called what a host imports, such as `@socius/core/store`, not by their files.
app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
  // A default that counts stands in the comment; what stands in the schema is no default.
  for (const property of project.getReflectionsByKind(ReflectionKind.Property)) {
    if (property.isDeclaration()) delete property.defaultValue
  }
  for (const module of project.children ?? []) {
    const file = project.getSymbolIdFromReflection(module)?.fileName
    module.name = entries.find((entry) => entry.source === file)?.specifier ?? module.name
  }
})

// A type that is read off a schema is shown with its fields.
app.converter.on(Converter.EVENT_CREATE_DECLARATION, (context, reflection) => {
  if (reflection.kind !== ReflectionKind.TypeAlias) return
  const [declaration] = context.getSymbolFromReflection(reflection)?.declarations ?? []
  const body = declaration?.getText().split('=')[1]?.trim() ?? ''
  if (!/^(RowOf|z\.output)</.test(body)) return
  reflection.comment ??= new Comment()
  reflection.comment.modifierTags.add('@useDeclaredType')
})

const project = await app.convert()
if (!project) throw new Error('TypeDoc read no sources')
const warnings = app.logger.warningCount
app.validate(project)
await app.generateOutputs(project)
// Only a link that leads nowhere is wrong; TypeDoc's other warnings are about what it can show.
if (app.logger.hasErrors() || app.logger.warningCount > warnings) process.exitCode = 1

import type { ActivityDraft, ArchiveFile, ArchiveReader, Provider, RejectedItem } from '@socius/core/provider'
import { check, checkFails, checkSame, checkSameSet, print } from '../store/check.js'
import { unspeakable } from './bad-answers.js'
import { live, openProvider, type ProviderCase } from './provider-case.js'
import type { ArchiveFiles, ArchiveFixture, ProviderSuiteOptions } from './provider-suite-options.js'

/** Rule 19. */
export function archiveCases(options: ProviderSuiteOptions): ProviderCase[] {
  const { archive: fixture } = options
  const offered: ProviderCase = {
    rule: 19,
    name: 'archive: there is one exactly when it is proved here',
    lacks: null,
    async run() {
      const { archive } = openProvider(options).provider
      checkSame(archive !== undefined, fixture !== undefined, 'whether archives are read')
      check(
        !archive || (archive.files.length > 0 && archive.note.trim() !== ''),
        'which files, and where are they from?',
      )
    },
  }
  return fixture ? [offered, ...fixtureCases(options, fixture)] : [offered]
}

function fixtureCases(options: ProviderSuiteOptions, fixture: ArchiveFixture): ProviderCase[] {
  const { account, activities } = options
  const { broken, files, foreign, items } = fixture
  const read = (from: Files, signal = live) => readAll(openProvider(options).provider, { account, files: from, signal })
  return [
    {
      rule: 19,
      name: 'archive: its items are what is expected, and nothing is requested',
      lacks: null,
      async run() {
        const { provider, requests } = openProvider(options)
        const { found, rejected } = await readAll(provider, { account, files: listed(files), signal: live })
        checkSame(rejected, [], 'what was set aside')
        checkSameSet(
          found.map(({ externalId }) => externalId),
          items.map(({ externalId }) => externalId),
          'the ids',
        )
        for (const expected of items) checkItem(found, expected)
        for (const { author, externalId } of found) checkSame(author.externalId, account.externalId, externalId)
        checkSame(requests.length, 0, 'the number of requests')
      },
    },
    {
      rule: 19,
      name: 'archive: its items have the ids that the readers give',
      lacks: activities ? null : 'activities',
      async run() {
        const known = new Set(activities?.items.map(({ externalId }) => externalId))
        const { found } = await read(listed(files))
        check(
          found.some(({ externalId }) => known.has(externalId)),
          'no item is one of the activities',
        )
      },
    },
    {
      rule: 19,
      name: 'archive: files come in any order, from folders, among others, and as they are read',
      lacks: null,
      async run() {
        const expected = await read(listed(files))
        const others = [{ name: 'notes.txt', text: unspeakable }, ...listed(files).toReversed()]
        const within = others.map(({ name, text }) => ({ name: `export/2026/${name}`, text }))
        checkSame(await read(within), expected, 'the items of a folder')
        checkSame(await read(oneByOne(within)), expected, 'the items of files that are read one by one')
      },
    },
    {
      rule: 19,
      name: 'archive: an item that does not fit is set aside, and the reading goes on',
      lacks: null,
      async run() {
        const { found, rejected } = await read(listed(broken.files))
        checkSame(
          rejected.map(({ externalId }) => externalId),
          [broken.externalId],
          'what was set aside',
        )
        check(
          rejected.every(({ reason }) => !reason.includes(unspeakable)),
          'a reason repeats a text',
        )
        checkSame(found.length, items.length - 1, 'the number of the other items')
      },
    },
    {
      rule: 19,
      name: 'archive: that of somebody else is refused, and so is one without its files',
      lacks: null,
      async run() {
        const another = await checkFails(() => read(listed(foreign)), ['invalid_input'], 'the archive of another')
        checkSame(another.details['reason'], 'account', 'the reason')
        const empty = await checkFails(() => read([]), ['invalid_input'], 'no files')
        checkSame(empty.details['reason'], 'files', 'the reason')
      },
    },
    {
      rule: 19,
      name: 'archive: a file that is not what its name says is malformed, and not repeated',
      lacks: null,
      async run() {
        for (const name of Object.keys(files)) {
          for (const text of strangeTexts) {
            const work = () => read(listed({ ...files, [name]: text }))
            const error = await checkFails(work, ['provider_malformed'], `${name} as ${print(text.slice(0, 40))}`)
            check(!JSON.stringify(error).includes(unspeakable), 'the error repeats the text')
          }
        }
      },
    },
    {
      rule: 10,
      name: 'archive: stops at its signal',
      lacks: null,
      async run() {
        const controller = new AbortController()
        controller.abort(new Error('enough'))
        await checkFails(() => read(listed(files), controller.signal), ['aborted'], 'an aborted reading')
      },
    },
  ]
}

type Files = Iterable<ArchiveFile> | AsyncIterable<ArchiveFile>

const strangeTexts = [
  '',
  'null',
  '42',
  '[]',
  `"${unspeakable}"`,
  `{"${unspeakable}":true}`,
  `{"${unspeakable}`,
  `${'['.repeat(100_000)}"${unspeakable}"`,
]

function listed(files: ArchiveFiles): ArchiveFile[] {
  return Object.entries(files).map(([name, text]) => ({ name, text }))
}

async function* oneByOne(files: readonly ArchiveFile[]): AsyncGenerator<ArchiveFile> {
  for (const file of files) yield await Promise.resolve(file)
}

async function readAll({ archive }: Provider, options: Parameters<ArchiveReader['read']>[0]) {
  check(archive !== undefined, 'no archive is read')
  const found: ActivityDraft[] = []
  const rejected: RejectedItem[] = []
  for await (const entry of archive.read(options)) {
    if ('reason' in entry) rejected.push(entry)
    else found.push(entry)
  }
  return { found, rejected }
}

function checkItem(found: readonly ActivityDraft[], expected: Partial<ActivityDraft>): void {
  const item = found.find(({ externalId }) => externalId === expected.externalId)
  check(item !== undefined, `${print(expected.externalId)} is missing`)
  for (const [name, value] of Object.entries(expected)) {
    checkSame(Reflect.get(item, name), value, `${print(expected.externalId)}: ${name}`)
  }
}

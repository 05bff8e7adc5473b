import { anybody, createSocius, defineModule, defineQuery, pageInput } from '@socius/core'
import { memoryStore } from '@socius/storage-adapters/memory'
import * as z from 'zod'

/** A host's module with a call that takes long, to see what becomes of it when nobody waits any more. */
function createLessons() {
  const ended: string[] = []
  const lessons = defineModule({
    name: 'lessons',
    operations: {
      search: defineQuery({
        name: 'lessons.search',
        summary: 'Lessons on all of these topics.',
        input: pageInput({ topics: z.array(z.string()), isOpen: z.boolean().optional() }),
        output: z.object({ items: z.array(z.object({ topic: z.string() })), next: z.string().nullable() }),
        access: anybody,
        run: async (_context, { topics, limit }) => ({
          items: topics.slice(0, limit).map((topic) => ({ topic })),
          next: null,
        }),
      }),
      watch: defineQuery({
        name: 'lessons.watch',
        summary: 'Waits for a lesson to begin.',
        input: z.strictObject({ lessonId: z.string() }),
        output: z.null(),
        access: anybody,
        async run({ clock, signal }, { lessonId }) {
          await clock.wait(60_000, signal).finally(() => ended.push(lessonId))
          return null
        },
      }),
    },
  })
  return { lessons, ended }
}

/** A social system in memory. Whoever has a token is the person whom it names: a host looks into its sessions instead. */
export async function createSocial() {
  const { lessons, ended } = createLessons()
  const social = await createSocius({
    store: memoryStore(),
    modules: { lessons },
    http: {
      maxBodyBytes: 10_000,
      authenticate(request) {
        const [, id] = /^Bearer (\w+)$/.exec(request.headers.get('authorization') ?? '') ?? []
        return id === undefined ? null : { id, tenant: 'default', roles: [] }
      },
    },
  })
  return { social, ended }
}

export type Social = Awaited<ReturnType<typeof createSocial>>['social']

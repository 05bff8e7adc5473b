import { createSocius, system } from '@socius/core'
import { createInProcessClient } from '@socius/core/client'
import { memoryStore } from '@socius/storage-adapters/memory'

const people = { ada: 'Ada Park', noor: 'Noor Haddad', sam: 'Sam Okafor' }

export type MemberId = keyof typeof people

interface Post {
  readonly by: MemberId
  readonly hoursAgo: number
  readonly text: string
  readonly hashtags: readonly string[]
  /** Who likes it. */
  readonly likes?: readonly MemberId[]
  /** What Sam has to say about it. */
  readonly comment?: string
}

const posts: readonly Post[] = [
  {
    by: 'sam',
    hoursAgo: 52,
    text: 'The reading room is booked for Thursday evenings until March.',
    hashtags: ['dates'],
    likes: ['ada', 'noor'],
  },
  {
    by: 'noor',
    hoursAgo: 30,
    text: 'My notes on stratified samples are in the course folder.',
    hashtags: ['sampling'],
    likes: ['sam'],
    comment: 'The table on page 4 is what I was looking for.',
  },
  {
    by: 'ada',
    hoursAgo: 26,
    text: 'Who would like to compare answers to chapter 3 before Thursday?',
    hashtags: ['sampling'],
  },
  {
    by: 'sam',
    hoursAgo: 7,
    text: 'I wrote down how I found the bias in my own survey.',
    hashtags: ['surveys'],
    likes: ['noor'],
  },
  {
    by: 'noor',
    hoursAgo: 2,
    text: 'Thursday is moved to seven, since the room is not free before.',
    hashtags: ['dates'],
  },
]

export type Community = Awaited<ReturnType<typeof openCommunity>>

/** A social system in this page: its rows are in memory, and nothing leaves the browser. */
export async function openCommunity() {
  const social = await createSocius({ store: memoryStore() })
  const as = (id: MemberId) => createInProcessClient(social, { id, tenant: 'default', roles: [] })

  for (const [personId, displayName] of Object.entries(people))
    await social.people.save(system, { personId, displayName })
  for (const personId of ['ada', 'noor']) await social.memberships.join(system, { programmeId: 'sampling', personId })
  for (const { by, hoursAgo, text, hashtags, likes = [], comment } of posts) {
    const publishedAt = Date.now() - hoursAgo * 3_600_000
    const { id: subjectId } = await as(by).activities.publish({
      personId: by,
      text,
      hashtags: [...hashtags],
      publishedAt,
    })
    for (const personId of likes) await as(personId).reactions.add({ personId, subjectId })
    if (comment) await as('sam').comments.add({ personId: 'sam', subjectId, text: comment })
  }

  return { as, close: () => social.close() }
}

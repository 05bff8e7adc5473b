import { describe, expect, it } from 'vitest'
import { actorOf, createTestSocial } from '../../test-support/create-test-social.js'
import { system } from '../index.js'

describe('the name beside what somebody publishes and says', () => {
  it('is the one that everybody may see', async () => {
    const { social } = await createTestSocial()
    const everywhere = async () => {
      const post = await social.activities.publish(system, { personId: 'ada', text: 'x' })
      const comment = await social.comments.add(system, { personId: 'ada', subjectId: post.id, text: 'x' })
      const share = await social.shares.add(system, { personId: 'ada', subjectId: post.id })
      const { items } = await social.comments.list(actorOf('stranger'), { subjectId: post.id })
      return [post, share, comment, ...items].map((row) => [
        row.authorName,
        'authorAvatarUrl' in row && row.authorAvatarUrl,
      ])
    }
    const avatarUrl = 'https://example.org/a.png'
    await social.people.save(system, { personId: 'ada', displayName: 'Ada', avatarUrl })
    expect(await everywhere()).toEqual([
      ['Ada', avatarUrl],
      ['Ada', avatarUrl],
      ['Ada', false],
      ['Ada', false],
    ])
    for (const audience of ['connections', 'private'] as const) {
      await social.people.save(system, { personId: 'ada', visibility: { displayName: audience, avatarUrl: audience } })
      expect(await everywhere()).toEqual([
        [null, null],
        [null, null],
        [null, false],
        [null, false],
      ])
    }
  })
})

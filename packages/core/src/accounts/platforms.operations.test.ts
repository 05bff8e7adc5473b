import { expect, it } from 'vitest'
import { actorOf, createTestSocial } from '../../test-support/create-test-social.js'
import { createProfilePlatform, profileOf } from '../../test-support/profile-platform.js'

it('names the platforms that can be linked, with what they ask of a page, to anybody', async () => {
  const providers = ['two', 'one'].map((platform) => createProfilePlatform(platform, (handle) => profileOf(handle)))
  const { social } = await createTestSocial({ providers })
  const { items } = await social.accounts.platforms(actorOf('ada'), {})
  expect(items).toEqual(
    providers.map(({ platform, title, rules }) => ({
      platform,
      title,
      attribution: rules.attribution,
      reads: ['profile'],
    })),
  )
  expect(items.map(({ platform }) => platform)).toEqual(['two', 'one'])
})

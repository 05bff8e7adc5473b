import { createGeneratedTimes, type GeneratedTimesOptions } from '../generated-times.js'
import { makeUpCount, makeUpText, makeUpTitle } from '../made-up-text.js'
import { slugOf } from './slug.js'
import type { GeneratedArticles } from './world.js'

export interface GeneratedArticlesOptions extends GeneratedTimesOptions {
  readonly userId: number
  readonly firstId: number
}

export function createGeneratedArticles(options: GeneratedArticlesOptions): GeneratedArticles {
  const { userId, firstId, seed, count } = options
  const times = createGeneratedTimes(options)
  return {
    count,
    firstId,
    make(index) {
      const id = firstId + index
      const title = makeUpTitle(seed, index)
      const { text, tags } = makeUpText(seed ^ 1, index)
      return {
        id,
        userId,
        title,
        slug: slugOf(title, id),
        html: `<p>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>`,
        description: text,
        tags,
        publishedAt: Math.floor(times.timeOf(index) / 1000) * 1000,
        editedAt: null,
        isPublished: true,
      }
    },
    countsOf: (index) => ({
      reactions: makeUpCount(seed ^ 2, index, 300),
      comments: makeUpCount(seed ^ 3, index, 40),
    }),
  }
}

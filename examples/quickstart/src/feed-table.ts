import type { FeedItem } from '@socius/core'
import { textTable } from './text-table.ts'

const longestText = 60

/** The feed, a line an item: who, where, when, what, and how it was received. */
export function feedTable(title: string, items: readonly FeedItem[]): string {
  const rows = items.map(({ activity, counts }) => [
    `  ${activity.authorName ?? activity.authorHandle ?? 'somebody'}`,
    activity.platform,
    new Date(activity.publishedAt).toISOString().slice(0, 16).replace('T', ' '),
    shorten(activity.title ?? activity.snippet ?? `(${activity.kind} of ${activity.shareOf ?? 'something'})`),
    countsOf(counts),
  ])
  return [`\n${title}`, ...textTable(rows)].join('\n')
}

function shorten(text: string): string {
  const signs = [...text]
  return signs.length <= longestText ? text : `${signs.slice(0, longestText - 1).join('')}…`
}

/** What the platform counts; nothing where it counts nothing. */
function countsOf(counts: FeedItem['counts']): string {
  return (['likes', 'comments', 'shares', 'views'] as const)
    .flatMap((name) => (counts?.[name] ? [`${name} ${counts[name]}`] : []))
    .join(', ')
}

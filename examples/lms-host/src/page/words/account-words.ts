import type { LinkAccountsLabels } from '@socius/react-widgets'
import { englishAccountLabels } from '@socius/react-widgets/english'

// What a handle is called and how it is written, by platform.
const handles: Readonly<Record<string, readonly [name: string, example: string]>> = {
  bluesky: ['Your handle', 'you.bsky.social'],
  mastodon: ['Your handle', '@you@mastodon.social'],
  devto: ['Your username', 'you'],
  rss: ['Address of your blog', 'https://you.example'],
}

/** The words around linked accounts: those of the widgets, and what only Lantern can say. */
export const accountWords: LinkAccountsLabels = {
  ...englishAccountLabels,
  none: 'Nothing is linked. What you publish elsewhere stays there.',
  platform: 'Where you publish',
  handle: (platform) => handles[platform?.platform ?? '']?.[0] ?? 'Your handle',
  handleHint: (platform) => {
    const example = handles[platform?.platform ?? '']?.[1]
    return example === undefined ? '' : `Such as ${example}`
  },
  purpose: ({ purpose }) =>
    purpose === 'sync'
      ? 'Lantern may read what this account publishes, and keep it.'
      : 'Lantern may show it to the people here. Without this only you see it.',
}

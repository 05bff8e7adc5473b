import { Feed, type FeedSource, LinkAccounts, type LinkAccountsProps } from '@socius/react-widgets'
import { englishAccountLabels, englishFeedLabels } from '@socius/react-widgets/english'
import { useRef } from 'react'

const consent: LinkAccountsProps['consent'] = {
  text: 'example-1',
  purposes: [
    { purpose: 'sync', isRequired: true },
    { purpose: 'display', isRequired: false },
  ],
}

const accountLabels = {
  ...englishAccountLabels,
  handleHint: () => 'There are ada, ada-draws and busy.',
}
const feedLabels = { ...englishFeedLabels, feed: 'What you have published' }
const source: FeedSource = { feed: 'timeline', personId: 'ada' }

export function LinkedAccounts() {
  const scrollRef = useRef<HTMLDivElement>(null)
  return (
    <div className="columns">
      <LinkAccounts labels={accountLabels} consent={consent}>
        <p>
          We read what you publish there, and keep it until you unlink and erase it. Elsewhere is invented: it exists in
          this page only.
        </p>
      </LinkAccounts>
      <div ref={scrollRef} className="scroller">
        <Feed source={source} labels={feedLabels} live="show" showsFilters={false} scrollRef={scrollRef} />
      </div>
    </div>
  )
}

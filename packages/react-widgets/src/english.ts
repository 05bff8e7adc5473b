export { englishAccountLabels } from './english/account-labels.js'
export { englishFeedLabels } from './english/feed-labels.js'

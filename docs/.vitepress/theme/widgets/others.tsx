import { useState } from 'react'
import type { Community } from './community.ts'

const remarks = [
  'I have put the slides beside the notes.',
  'Does anybody have the second edition?',
  'See you on Thursday.',
]

/** Buttons for what other members do, which the widget above hears of live. */
export function Others({ community }: { community: Community }) {
  const [turn, setTurn] = useState(0)
  const noor = community.as('noor')
  const sam = community.as('sam')

  async function publish() {
    setTurn(turn + 1)
    await noor.activities.publish({ personId: 'noor', text: remarks[turn % remarks.length] ?? '' })
  }
  async function answer() {
    const [newest] = (await sam.feed.home({ limit: 1 })).items
    if (newest) await sam.comments.add({ personId: 'sam', subjectId: newest.activity.id, text: 'I will be there.' })
  }
  async function like() {
    const [newest] = (await sam.feed.home({ limit: 1 })).items
    if (!newest) return
    const reaction = { personId: 'sam', subjectId: newest.activity.id }
    await (newest.mine.includes('like') ? sam.reactions.remove(reaction) : sam.reactions.add(reaction))
  }

  return (
    <aside className="others" aria-label="What others do">
      <span>You are Ada. Meanwhile:</span>
      <button type="button" onClick={() => void publish()}>
        Noor publishes
      </button>
      <button type="button" onClick={() => void like()}>
        Sam likes the newest
      </button>
      <button type="button" onClick={() => void answer()}>
        Sam comments on it
      </button>
    </aside>
  )
}

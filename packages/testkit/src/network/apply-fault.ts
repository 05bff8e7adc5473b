import { type Answer, indexesOf, type ListBody, type Platform, type Question, renderBody } from './answer.js'
import type { Fault } from './fault.js'
import type { SeededRandom } from './seeded-random.js'

/** How an answer's body goes out. */
export interface Delivery {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  /** `broken`: an error half-way. `cut`: an early end that looks like the end. A number: repeated up to so many bytes. */
  readonly ending: 'whole' | 'broken' | 'cut' | number
}

export interface SpoilOptions {
  readonly platform: Platform
  readonly question: Question
  /** The address that was asked before this one, on the same list. */
  readonly previous: string | null
  readonly now: number
  readonly random: SeededRandom
}

const page =
  '<!doctype html><html><head><title>Welcome</title></head><body><p>Please sign in to the network.</p></body></html>'
const mebibyte = 1024 * 1024

/** The answer with a fault in it; null where the fault does not fit, such as another order for what is no list. */
export function applyFault(fault: Fault, options: SpoilOptions): Delivery | null {
  const { platform, question, previous, now, random } = options
  const answered = (): Answer => platform.answer(question)
  switch (fault.kind) {
    case 'status':
      return whole(platform.refuse(fault.status, fault.resetAfter === undefined ? null : now + fault.resetAfter))
    case 'timeout':
    case 'slow':
      return whole(answered())
    case 'reset':
      return fault.midBody ? { ...whole(answered()), ending: 'broken' } : whole(answered())
    case 'cutBody': {
      const answer = whole(answered())
      return answer.body.length < 2 ? null : { ...answer, ending: 'cut' }
    }
    case 'wrongShape':
      return whole(platform.wrongShape(question.url))
    case 'notJson':
      return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, body: page, ending: 'whole' }
    case 'hugeBody':
      return { ...whole(answered()), ending: fault.bytes ?? 64 * mebibyte }
    case 'deepJson':
      return whole(platform.deep(question.url, fault.depth ?? 100_000))
    case 'oneBadItem':
      return overList(answered(), 1, (list) => list.render(indexesOf(list.length), random.below(list.length)))
    case 'shuffledPage':
      return overList(answered(), 2, (list) => list.render(shuffled(list.length, random), null))
    case 'duplicatePage': {
      if (previous === null || previous === question.url.href) return null
      return whole(platform.answer({ ...question, url: new URL(previous) }))
    }
  }
}

export function whole(answer: Answer): Delivery {
  return { status: answer.status, headers: answer.headers, body: renderBody(answer), ending: 'whole' }
}

function overList(answer: Answer, least: number, render: (list: ListBody) => string): Delivery | null {
  const { status, headers, body } = answer
  if (typeof body === 'string' || body.length < least) return null
  return { status, headers, body: render(body), ending: 'whole' }
}

/** Another order than the one that was; for that a list needs two items. */
function shuffled(length: number, random: SeededRandom): number[] {
  const order = indexesOf(length)
  for (let i = length - 1; i > 0; i -= 1) {
    const other = random.below(i + 1)
    const held = order[i] ?? 0
    order[i] = order[other] ?? 0
    order[other] = held
  }
  return order.every((index, place) => index === place) ? order.reverse() : order
}

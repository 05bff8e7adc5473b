import type { Elsewhere, ElsewherePost } from './elsewhere.ts'

const hour = 3_600_000

const written: Readonly<Record<string, readonly (readonly [hoursAgo: number, text: string, ...tags: string[]])[]>> = {
  ada: [
    [5, 'Three papers on non-response, and none of them asks the people who did not answer.', 'surveys'],
    [29, 'A sample of one is still a story. It is just not a sample.'],
    [51, 'Drew the sampling frame on paper today. It fits on one page if you leave out the weights.', 'sampling'],
    [76, 'Does anybody have the codebook of the 1998 wave?', 'surveys'],
    [100, 'Rewrote the consent form in half as many words.'],
    [149, 'The office plant has outlived two questionnaires.'],
    [172, 'First week of the course. I have met four Adas.'],
  ],
  'ada-draws': [
    [20, 'Tram stop, eight minutes, ballpoint.', 'drawing'],
    [68, 'Hands are still difficult.', 'drawing'],
    [140, 'New notebook, same chair.'],
  ],
  noor: [
    [9, 'Slides on stratified samples are up, with the exercise.', 'sampling'],
    [60, 'If the strata are chosen after the data are in, they are not strata.', 'sampling'],
    [130, 'Office hours are on Tuesdays from now on.', 'dates'],
  ],
  busy: [[40, 'Nobody has read this yet.']],
}

/** What is on Elsewhere when a page opens. */
export function openElsewhere(): Elsewhere {
  const accounts = Object.entries(written).map(
    ([handle, posts]) =>
      [handle, posts.map((post, place) => postOf(`${handle}-${posts.length - place}`, ...post))] as const,
  )
  return { accounts: new Map(accounts), busy: new Set(), delay: 0 }
}

/** Somebody publishes something there. Nobody here knows of it before the account is read. */
export function publishElsewhere({ accounts }: Elsewhere, handle: string, text: string): void {
  const posts = accounts.get(handle) ?? []
  accounts.set(handle, [postOf(`${handle}-${posts.length + 1}`, 0, text), ...posts])
}

function postOf(id: string, hoursAgo: number, text: string, ...tags: string[]): ElsewherePost {
  return { id, text, tags, at: Date.now() - hoursAgo * hour, likes: hoursAgo % 17 }
}

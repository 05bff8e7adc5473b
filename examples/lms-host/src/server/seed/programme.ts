import type { LessonTable, ProgrammeTable } from '../tables.ts'

export const programme: ProgrammeTable = {
  id: 'thinking-with-data',
  title: 'Thinking with Data',
  summary: 'Twelve lessons, from asking a good question to changing your mind in public. No maths beyond school.',
}

const titles: readonly (readonly [title: string, summary: string, minutes: number])[] = [
  ['Asking a question that data can answer', 'What would we see if it were true, and what if it were not?', 35],
  ['Where numbers come from', 'Who counted, why, and what was left out.', 40],
  ['Sampling', 'How a few can stand for many, and when they cannot.', 55],
  ['Averages and what they hide', 'Mean, median, and the spread around them.', 45],
  ['Drawing honest charts', 'Scales, baselines, and the eye that looks.', 50],
  ['Chance', 'Surprises that should not surprise you.', 60],
  ['Correlation and cause', 'Third variables, reversed arrows, lucky pairs.', 55],
  ['Experiments', 'Comparison, randomness, and a plan made before.', 60],
  ['Uncertainty in plain words', 'Intervals that people can act on.', 45],
  ['Models are maps', 'Useful, wrong, and often both.', 50],
  ['Data about people', 'Consent, harm, and who gets to say no.', 40],
  ['Changing your mind in public', 'A capstone: tell a true story with data.', 90],
]

export const lessons: readonly LessonTable[] = titles.map(([title, summary, minutes], index) => ({
  id: `lesson-${index + 1}`,
  programmeId: programme.id,
  place: index + 1,
  title,
  summary,
  minutes,
}))

import { mix } from './seeded-random.js'

/** A text as somebody who learns or teaches might write it; the same for the same seed and index. */
export interface MadeUpText {
  readonly text: string
  readonly language: string
  /** Without the sign; they stand in the text too. */
  readonly tags: readonly string[]
}

const topics = [
  ['TypeScript', 'typescript'],
  ['Rust', 'rust'],
  ['SQL windows', 'sql'],
  ['statistics', 'statistics'],
  ['accessibility', 'a11y'],
  ['public speaking', 'speaking'],
  ['machine learning', 'machinelearning'],
  ['negotiation', 'negotiation'],
  ['data visualisation', 'dataviz'],
  ['technical writing', 'writing'],
  ['product discovery', 'product'],
  ['Kubernetes', 'kubernetes'],
  ['user research', 'ux'],
  ['mentoring', 'mentoring'],
  ['functional programming', 'fp'],
  ['project planning', 'planning'],
] as const

const openings: Readonly<Record<string, readonly string[]>> = {
  en: [
    'Finished the module on {topic} today.',
    'Three things I wish I had known about {topic} a year ago:',
    'Does anybody have a good book on {topic}?',
    'My notes on {topic} are online now.',
    'Stuck on {topic} for two hours, then it clicked 💡',
    'Giving a short talk about {topic} next week.',
    'Small win: {topic} finally makes sense to me.',
    'Unpopular opinion: {topic} is easier to learn in a group.',
  ],
  de: [
    'Heute geht es um {topic}, endlich verständlich erklärt.',
    'Wer übt mit mir {topic}? Ich bin für Anfänger offen.',
  ],
  es: ['¡Por fin entiendo {topic}! Mañana sigo con la práctica.', 'Apuntes de {topic}, con ejemplos en español.'],
  fr: ['Première leçon de {topic} terminée, ça avance ☕', "J'ai résumé {topic} en une page."],
}

const endings: Readonly<Record<string, readonly string[]>> = {
  en: [
    'Start small and ship something every day.',
    'The exercises took longer than the reading.',
    'Happy to share what worked for us.',
    'Feedback is very welcome!',
    'The second attempt was much better than the first.',
    'Thanks to everybody who answered my questions 🙏',
    '',
    '',
  ],
  de: ['Danke für die vielen Rückmeldungen!', ''],
  es: ['Gracias a todos por la ayuda.', ''],
  fr: ['Merci pour vos retours !', ''],
}

const languages = ['en', 'en', 'en', 'en', 'en', 'en', 'en', 'de', 'es', 'fr'] as const

export function makeUpText(seed: number, index: number): MadeUpText {
  const dice = mix(seed, index)
  const language = languages[dice % languages.length] ?? 'en'
  const [topic, tag] = topics[(dice >>> 4) % topics.length] ?? topics[0]
  const ending = choose(endings[language], dice >>> 14)
  const second = topics[(dice >>> 18) % topics.length]?.[1] ?? tag
  const wanted = (dice >>> 24) % 4
  const tags = wanted === 0 ? [] : wanted === 3 && second !== tag ? [tag, second] : [tag]
  let text = choose(openings[language], dice >>> 9).replace('{topic}', topic)
  if (ending !== '') text += ` ${ending}`
  for (const name of tags) text += ` #${name}`
  return { text, language, tags }
}

/** A short title on the same topics. */
export function makeUpTitle(seed: number, index: number): string {
  const dice = mix(seed, index)
  const [topic] = topics[(dice >>> 4) % topics.length] ?? topics[0]
  const patterns = ['A first look at {}', 'What {} taught me', 'Notes on {}', '{} without fear', 'Learning {} together']
  return choose(patterns, dice >>> 9).replace('{}', topic)
}

/** A count as such counts are: mostly small, at times large. */
export function makeUpCount(seed: number, index: number, most: number): number {
  const share = mix(seed, index) / 2 ** 32
  return Math.floor(most * share ** 6)
}

function choose(list: readonly string[] | undefined, dice: number): string {
  return list?.[dice % list.length] ?? ''
}

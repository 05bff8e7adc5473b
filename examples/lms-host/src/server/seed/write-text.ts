import type { Dice } from './dice.ts'
import { articles, fillings, paragraphs } from './phrases.ts'

/** A phrase with its gaps filled. */
export function writeText(dice: Dice, phrases: readonly string[]): string {
  return fill(dice, dice.pick(phrases))
}

export interface Article {
  readonly title: string
  readonly html: string
  readonly tag: string
}

export function writeArticle(dice: Dice): Article {
  const [title, tag] = articles[dice.below(articles.length)] ?? ['Notes', 'learning']
  const html = dice.some(paragraphs, 3 + dice.below(3)).map((paragraph) => `<p>${fill(dice, paragraph)}</p>`)
  return { title: fill(dice, title), html: html.join(''), tag }
}

export function hashtagsOf(text: string): string[] {
  return [...text.matchAll(/#(\w+)/g)].flatMap(([, tag]) => tag ?? [])
}

function fill(dice: Dice, phrase: string): string {
  const text = phrase.replace(/\{(\w+)\}/g, (gap, name: string) => dice.pick(fillings[name] ?? [gap]))
  return text.charAt(0).toUpperCase() + text.slice(1)
}

import { maxUrlLength } from '../kernel/index.js'

/** Caps in characters; what is longer is cut at a whole code point. */
export const textLimits = {
  title: 500,
  text: 100_000,
  html: 500_000,
  url: maxUrlLength,
  name: 300,
  handle: 300,
} as const

/** What a platform's terms ask of whoever stores its data. It travels with the provider, not with the host's memory. */
export interface PlatformRules {
  /** The page that the rules were read from. */
  readonly source: string
  /** Milliseconds after which a stored body must have been fetched again or removed; null when there is no such rule. */
  readonly maxAge: number | null
  /** What happens here when something is deleted there. */
  readonly onDeletion: 'erase' | 'keep'
  /** What a page that shows an item has to show with it. */
  readonly attribution: 'link' | 'none'
}

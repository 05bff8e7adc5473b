/** What a platform or an author declares, if it has the form of a language tag (BCP 47). */
export function languageTag(written: unknown): string | null {
  return typeof written === 'string' && /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,8}$/.test(written) ? written : null
}

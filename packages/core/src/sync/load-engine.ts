/**
 * What reads from platforms: loaded by the first that asks for it. The rest of this folder says what can be asked and what
 * is stored, which every process knows.
 */
export function loadEngine() {
  return import('./engine/index.js')
}

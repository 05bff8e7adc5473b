/** Whether `address` is one that a page may link to. */
export function isWebAddress(address: string): boolean {
  return /^https?:\/\/\S/i.test(address)
}

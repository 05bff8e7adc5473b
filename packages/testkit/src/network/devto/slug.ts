/** The end of the address of an article: its title, and what tells it from others of the same title. */
export function slugOf(title: string, id: number): string {
  const plain = title
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
  return `${plain.slice(0, 80)}-${(id * 7919).toString(36)}`
}

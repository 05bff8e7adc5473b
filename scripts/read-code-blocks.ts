/**
 * The TypeScript of a page, as modules that have the page's own line numbers: all blocks marked `ts` make one, in their
 * order, each block marked `ts alone` another. What a page's blocks take for granted, such as a declared variable, may
 * stand in a comment that begins with `<!-- ts` and is not shown.
 */
export function readCodeBlocks(markdown: string): string[] {
  const together: string[] = []
  const alone: string[][] = []
  let block: { readonly end: RegExp; readonly lines: string[] } | null = null
  for (const line of markdown.split('\n')) {
    const number = together.length
    together.push('')
    if (block?.end.test(line)) block = null
    else if (block) block.lines[number] = line
    else if (/^\s*```ts$/.test(line)) block = { end: /^\s*```$/, lines: together }
    else if (/^<!-- ts$/.test(line)) block = { end: /^-->$/, lines: together }
    else if (/^\s*```ts alone$/.test(line)) {
      const lines: string[] = Array.from({ length: number + 1 }, () => '')
      alone.push(lines)
      block = { end: /^\s*```$/, lines }
    } else if (/^\s*```ts\b/.test(line)) throw new Error(`Neither "ts" nor "ts alone": ${line}`)
  }
  const modules = together.some((line) => line !== '') ? [together] : []
  // A page may have nothing to import or export; it is a module all the same.
  return [...modules, ...alone].map((lines) => [...lines, 'export {}', ''].join('\n'))
}

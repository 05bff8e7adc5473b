/** TypeScript of a page, with the page's own line numbers. */
export interface CodeModule {
  readonly extension: 'ts' | 'tsx'
  readonly code: string
}

/**
 * The TypeScript of a page, as modules: all blocks marked `ts` or `tsx` make one, in their order, each block marked `ts alone`
 * or `tsx alone` another. What a page's blocks take for granted, such as a declared variable, may stand in a comment that
 * begins with `<!-- ts` and is not shown.
 * @throws where a block is JavaScript, or marked so that it would not be checked
 */
export function readCodeBlocks(markdown: string): CodeModule[] {
  const together: { extension: CodeModule['extension']; lines: string[] } = { extension: 'ts', lines: [] }
  const alone: (typeof together)[] = []
  let block: { readonly end: RegExp; readonly lines: string[] } | null = null
  for (const line of markdown.split('\n')) {
    const number = together.lines.length
    together.lines.push('')
    const [, mark, rest] = /^\s*```([a-z]+)(.*)$/.exec(line) ?? []
    if (block?.end.test(line)) block = null
    else if (block) block.lines[number] = line
    else if (/^<!-- ts$/.test(line)) block = { end: /^-->$/, lines: together.lines }
    else if ((mark === 'ts' || mark === 'tsx') && rest === '') {
      if (mark === 'tsx') together.extension = mark
      block = { end: /^\s*```$/, lines: together.lines }
    } else if ((mark === 'ts' || mark === 'tsx') && rest === ' alone') {
      const lines: string[] = Array.from({ length: number + 1 }, () => '')
      alone.push({ extension: mark, lines })
      block = { end: /^\s*```$/, lines }
    } else if (/^([jt]sx?|javascript|typescript|vue)$/.test(mark ?? '')) {
      throw new Error(`Neither "ts", "tsx", "ts alone" nor "tsx alone": ${line}`)
    }
  }
  const modules = together.lines.some((line) => line !== '') ? [together] : []
  // A page may have nothing to import or export; it is a module all the same.
  return [...modules, ...alone].map(({ extension, lines }) => ({
    extension,
    code: [...lines, 'export {}', ''].join('\n'),
  }))
}

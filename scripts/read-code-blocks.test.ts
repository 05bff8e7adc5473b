import { describe, expect, it } from 'vitest'
import { readCodeBlocks } from './read-code-blocks.ts'

const ts = (code: string) => ({ extension: 'ts', code })

describe('the code blocks of a page', () => {
  it('make one module with the line numbers of the page', () => {
    const page = ['# Title', '```ts', 'const a = 1', '```', 'Text', '- item', '  ```ts', '  a + 1', '  ```'].join('\n')
    expect(readCodeBlocks(page)).toEqual([ts('\n\nconst a = 1\n\n\n\n\n  a + 1\n\nexport {}\n')])
  })

  it('take declarations from a comment, and leave other languages alone', () => {
    const page = ['<!-- ts', 'declare const a: number', '-->', '```sh', 'ls', '```', '```ts', 'a + 1', '```'].join('\n')
    expect(readCodeBlocks(page)).toEqual([ts('\ndeclare const a: number\n\n\n\n\n\na + 1\n\nexport {}\n')])
  })

  it('stand in modules of their own where they say so', () => {
    const page = ['```ts', 'const a = 1', '```', '```ts alone', 'const a = 2', '```'].join('\n')
    expect(readCodeBlocks(page)).toEqual([
      ts('\nconst a = 1\n\n\n\n\nexport {}\n'),
      ts('\n\n\n\nconst a = 2\nexport {}\n'),
    ])
  })

  it('make a module with elements where one of them has elements', () => {
    const page = ['```ts', 'const a = 1', '```', '```tsx', '<p>{a}</p>', '```', '```tsx alone', '<p />', '```'].join(
      '\n',
    )
    expect(readCodeBlocks(page).map(({ extension }) => extension)).toEqual(['tsx', 'tsx'])
    expect(readCodeBlocks('```ts\n```\n```tsx alone\n<p />\n```').map(({ extension }) => extension)).toEqual(['tsx'])
  })

  it('refuse a mark that would not be checked', () => {
    for (const mark of ['ts twoslash', 'tsx{1}', 'js', 'typescript']) {
      expect(() => readCodeBlocks(`\`\`\`${mark}\n\`\`\``)).toThrow('Neither')
    }
    expect(readCodeBlocks('No code.')).toEqual([])
  })
})

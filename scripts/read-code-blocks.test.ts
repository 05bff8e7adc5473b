import { describe, expect, it } from 'vitest'
import { readCodeBlocks } from './read-code-blocks.ts'

describe('the code blocks of a page', () => {
  it('make one module with the line numbers of the page', () => {
    const page = ['# Title', '```ts', 'const a = 1', '```', 'Text', '- item', '  ```ts', '  a + 1', '  ```'].join('\n')
    expect(readCodeBlocks(page)).toEqual(['\n\nconst a = 1\n\n\n\n\n  a + 1\n\nexport {}\n'])
  })

  it('take declarations from a comment, and leave other languages alone', () => {
    const page = ['<!-- ts', 'declare const a: number', '-->', '```sh', 'ls', '```', '```ts', 'a + 1', '```'].join('\n')
    expect(readCodeBlocks(page)).toEqual(['\ndeclare const a: number\n\n\n\n\n\na + 1\n\nexport {}\n'])
  })

  it('stand in modules of their own where they say so', () => {
    const page = ['```ts', 'const a = 1', '```', '```ts alone', 'const a = 2', '```'].join('\n')
    expect(readCodeBlocks(page)).toEqual(['\nconst a = 1\n\n\n\n\nexport {}\n', '\n\n\n\nconst a = 2\nexport {}\n'])
  })

  it('refuse a mark that would not be checked', () => {
    expect(() => readCodeBlocks('```ts twoslash\n```')).toThrow('Neither')
    expect(readCodeBlocks('No code.')).toEqual([])
  })
})

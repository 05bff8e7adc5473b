// @vitest-environment jsdom
import { fireEvent, screen, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { describe, expect, it, vi } from 'vitest'
import { openCommunity } from '../../test-support/open-community.js'
import type { SociusClient } from '../connection/socius-provider.js'
import { type UseExplanationOptions, useExplanation } from './use-explanation.js'

function Why(options: UseExplanationOptions) {
  const why = useExplanation(options)
  return (
    <>
      <button {...why.getButtonProps()}>Why?</button>
      <div {...why.getPanelProps({ 'data-testid': 'panel' })}>
        {why.rank?.parts.map(({ reason, contribution }) => (
          <data key={reason} value={contribution}>
            {reason}
          </data>
        ))}
        {why.rank && <p data-testid="result">{why.rank.result}</p>}
        {why.engagement && <p data-testid="points">{why.engagement.result}</p>}
        {why.error && <p role="alert">{why.error.message}</p>}
      </div>
    </>
  )
}

async function open() {
  const { as, show, social } = await openCommunity()
  const { id } = await as('bob').activities.publish({ personId: 'bob', text: 'Hello' })
  await as('cyd').reactions.add({ personId: 'cyd', subjectId: id })
  await social.dispatch()
  const explain = vi.fn<SociusClient['feed']['explain']>(as('ada').feed.explain)
  const client = { ...as('ada'), feed: { ...as('ada').feed, explain } }
  return { id, explain, show: (page: ReactNode) => show('ada', page, client) }
}

const button = () => screen.getByRole('button')

describe('useExplanation', () => {
  it('is asked for when it is opened, and not before', async () => {
    const { id, explain, show } = await open()
    show(<Why activityId={id} />)
    expect(button().getAttribute('aria-expanded')).toBe('false')
    expect(button().getAttribute('aria-controls')).toBe(screen.getByTestId('panel').id)
    expect(screen.getByTestId('panel').hidden).toBe(true)
    expect(explain).not.toHaveBeenCalled()
    fireEvent.click(button())
    expect(button().getAttribute('aria-expanded')).toBe('true')
    expect(screen.getByTestId('panel').hidden).toBe(false)
    await screen.findByText('reactions here')
    expect(explain).toHaveBeenCalledOnce()
  })

  it('has parts that add up to the result', async () => {
    const { id, show } = await open()
    show(<Why activityId={id} initiallyOpen />)
    const result = Number((await screen.findByTestId('result')).textContent)
    const parts = [...screen.getByTestId('panel').querySelectorAll('data')]
    expect(parts.map(({ textContent }) => textContent)).toEqual(['recency', 'reactions here'])
    expect(parts.reduce((sum, { value }) => sum + Number(value), 0)).toBe(result)
    expect(Number(screen.getByTestId('points').textContent)).toBeGreaterThan(0)
  })

  it('says what is wrong where there is no answer', async () => {
    const { show } = await open()
    show(<Why activityId="nothing" initiallyOpen />)
    expect((await screen.findByRole('alert')).textContent).toMatch(/no such activity/)
  })

  it('lets the caller keep whether it is open', async () => {
    const { id, explain, show } = await open()
    const onOpenChange = vi.fn<(isOpen: boolean) => void>()
    show(<Why activityId={id} isOpen={false} onOpenChange={onOpenChange} />)
    fireEvent.click(button())
    expect(onOpenChange).toHaveBeenCalledExactlyOnceWith(true)
    expect(button().getAttribute('aria-expanded')).toBe('false')
    await waitFor(() => expect(explain).not.toHaveBeenCalled())
  })
})

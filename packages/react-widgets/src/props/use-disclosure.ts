import { useId } from 'react'
import { getterOf } from './merge-props.js'
import { useControlled } from './use-controlled.js'

export interface UseDisclosureOptions {
  /** Whether it is open, where the caller keeps that. */
  readonly isOpen?: boolean
  /** @default false */
  readonly initiallyOpen?: boolean
  readonly onOpenChange?: (isOpen: boolean) => void
}

/** A button that shows and hides a panel: https://www.w3.org/WAI/ARIA/apg/patterns/disclosure/ */
export function useDisclosure(options: UseDisclosureOptions = {}) {
  const [isOpen, setOpen] = useControlled({
    value: options.isOpen,
    initial: options.initiallyOpen ?? false,
    onChange: options.onOpenChange,
  })
  const panelId = useId()
  const toggle = () => setOpen(!isOpen)
  return {
    isOpen,
    setOpen,
    toggle,
    /** For the button. */
    getButtonProps: getterOf({
      type: 'button',
      'aria-expanded': isOpen,
      'aria-controls': panelId,
      onClick: toggle,
    }),
    /** For what the button shows. It stays in the page while it is hidden, so that the button has something to name. */
    getPanelProps: getterOf({ id: panelId, hidden: !isOpen }),
  }
}

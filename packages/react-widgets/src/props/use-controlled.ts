import { useState } from 'react'

export interface ControlledOptions<Value> {
  /** The value where the caller keeps it; absent where the hook does. */
  readonly value: Value | undefined
  readonly initial: Value
  readonly onChange: ((value: Value) => void) | undefined
}

/** A field of state that the caller may control: the value, and what changes it. */
export function useControlled<Value>({
  value,
  initial,
  onChange,
}: ControlledOptions<Value>): [Value, (next: Value) => void] {
  const [kept, keep] = useState(initial)
  const current = value === undefined ? kept : value
  const change = (next: Value) => {
    if (value === undefined) keep(next)
    if (!Object.is(next, current)) onChange?.(next)
  }
  return [current, change]
}

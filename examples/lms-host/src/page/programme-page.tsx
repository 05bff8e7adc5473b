import type { ReactNode } from 'react'

export function ProgrammePage(): ReactNode {
  return <h1>Programme</h1>
}

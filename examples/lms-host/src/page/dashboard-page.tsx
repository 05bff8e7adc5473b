import type { ReactNode } from 'react'

export function DashboardPage(): ReactNode {
  return <h1>Dashboard</h1>
}

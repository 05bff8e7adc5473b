import type { ReactNode } from 'react'

export function ProfilePage(): ReactNode {
  return <h1>Profile</h1>
}

import type { ReactNode } from 'react'
import { Navigate, Route, Routes } from 'react-router'
import { DashboardPage } from './dashboard-page.tsx'
import { HomePage } from './home-page.tsx'
import { Layout } from './layout.tsx'
import { LogInPage } from './log-in-page.tsx'
import { ProfilePage } from './profile-page.tsx'
import { ProgrammePage } from './programme-page.tsx'
import { SessionProvider } from './session.tsx'
import { SettingsPage } from './settings-page.tsx'

export function App(): ReactNode {
  return (
    <SessionProvider otherwise={<LogInPage />}>
      <Layout>
        <Routes>
          <Route path="/" element={<HomePage />} />
          <Route path="/programmes/:programmeId" element={<ProgrammePage />} />
          <Route path="/programmes/:programmeId/dashboard" element={<DashboardPage />} />
          <Route path="/people/:personId" element={<ProfilePage />} />
          <Route path="/settings" element={<SettingsPage />} />
          <Route path="*" element={<Navigate to="/" replace />} />
        </Routes>
      </Layout>
    </SessionProvider>
  )
}

import { type ReactNode, useEffect } from 'react'
import { NavLink, useLocation } from 'react-router'
import { Avatar } from './avatar.tsx'
import { hostApi } from './host-api.ts'
import { useSession, useSetSession } from './session.tsx'

/** What stands around every page of who is logged in. */
export function Layout({ children }: { children: ReactNode }): ReactNode {
  const { learner, programmes } = useSession()
  const setSession = useSetSession()
  const { pathname } = useLocation()
  useEffect(() => {
    // In braces: newer browsers give a promise, which would be taken for what ends the effect.
    window.scrollTo(0, 0)
  }, [pathname])

  async function logOut(): Promise<void> {
    await hostApi.logOut()
    setSession(null)
  }

  return (
    <>
      <a className="skip" href="#content">
        To the content
      </a>
      <header className="bar">
        <NavLink className="brand" to="/">
          Lantern
        </NavLink>
        <nav aria-label="Pages">
          <NavLink to="/" end>
            Home
          </NavLink>
          {programmes.map(({ id, title }) => (
            <NavLink key={id} to={`/programmes/${id}`} end>
              {title}
            </NavLink>
          ))}
          {learner.role === 'manager' &&
            programmes.map(({ id }) => (
              <NavLink key={id} to={`/programmes/${id}/dashboard`}>
                Dashboard
              </NavLink>
            ))}
          <NavLink to="/settings">Settings</NavLink>
        </nav>
        <div className="who">
          <NavLink to={`/people/${learner.id}`} className="who-name">
            <Avatar name={learner.name} />
            <span>{learner.name}</span>
          </NavLink>
          <button type="button" className="plain" onClick={() => void logOut()}>
            Log out
          </button>
        </div>
      </header>
      <main id="content">{children}</main>
    </>
  )
}

import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { hostApi } from './host-api.ts'
import { useSetSession } from './session.tsx'

export function LogInPage(): ReactNode {
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const setSession = useSetSession()
  const { data: demo = [] } = useQuery({ queryKey: ['demo'], queryFn: hostApi.demoLearners, staleTime: Infinity })
  const logIn = useMutation({
    mutationFn: (given: { email: string; password: string }) => hostApi.logIn(given.email, given.password),
    onSuccess: setSession,
  })

  return (
    <main className="log-in">
      <h1 className="brand">Lantern</h1>
      <p className="quiet">Learn together, and see what the others are up to.</p>
      <form
        className="panel stack"
        onSubmit={(event) => {
          event.preventDefault()
          logIn.mutate({ email, password })
        }}
      >
        <label>
          E-mail
          <input
            type="email"
            autoComplete="username"
            required
            value={email}
            onChange={({ target }) => setEmail(target.value)}
          />
        </label>
        <label>
          Password
          <input
            type="password"
            autoComplete="current-password"
            required
            value={password}
            onChange={({ target }) => setPassword(target.value)}
          />
        </label>
        {logIn.error && (
          <p role="alert" className="alert">
            {logIn.error.message}
          </p>
        )}
        <button type="submit" className="main" disabled={logIn.isPending}>
          Log in
        </button>
      </form>
      <section className="panel stack" aria-labelledby="demo">
        <h2 id="demo">Who can log in here</h2>
        <p className="quiet">
          Everybody here is made up. The password of all of them is <code>{demo[0]?.password}</code>.
        </p>
        <ul className="rows">
          {demo.map((learner) => (
            <li key={learner.email}>
              <button type="button" className="row" onClick={() => logIn.mutate(learner)} disabled={logIn.isPending}>
                <strong>{learner.name}</strong>
                <span className="quiet">{learner.is}</span>
              </button>
            </li>
          ))}
        </ul>
      </section>
    </main>
  )
}

import type { MemberView, ProgrammeView } from '../server/programmes.ts'
import type { Learner } from '../server/sessions.ts'
import type { ProgrammeTable } from '../server/tables.ts'

export type { LessonView, MemberView } from '../server/programmes.ts'

export interface Session {
  readonly learner: Learner
  readonly programmes: readonly ProgrammeTable[]
}

/** Where somebody who is made up publishes. */
export interface DemoAccount {
  readonly platform: string
  readonly handle: string
}

export interface DemoLearner {
  readonly name: string
  readonly email: string
  readonly password: string
  readonly is: string
}

/** What the host itself answers, beside Socius. */
export const hostApi = {
  /** Null for nobody. */
  session: () => get<Session | null>('/api/session'),
  demoLearners: () => get<DemoLearner[]>('/api/demo-learners'),
  demoAccounts: () => get<DemoAccount[]>('/api/demo-accounts'),
  logIn: (email: string, password: string) => send<Session>('POST', '/api/session', { email, password }),
  logOut: () => send<null>('DELETE', '/api/session'),
  programme: (id: string) => get<ProgrammeView>(`/api/programmes/${encodeURIComponent(id)}`),
  members: (id: string) => get<MemberView[]>(`/api/programmes/${encodeURIComponent(id)}/members`),
  setCompleted: (lessonId: string, isCompleted: boolean) =>
    send<null>(isCompleted ? 'PUT' : 'DELETE', `/api/lessons/${encodeURIComponent(lessonId)}/completion`),
}

async function get<Answer>(path: string): Promise<Answer> {
  return read<Answer>(await fetch(path))
}

async function send<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
  const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  return read<Answer>(await fetch(path, { method, ...(body !== undefined && json) }))
}

async function read<Answer>(response: Response): Promise<Answer> {
  // Both sides are of one build: what the server's types say is what comes.
  if (response.ok) return (response.status === 204 ? null : await response.json()) as Answer
  const problem = (await response.json().catch(() => ({}))) as { message?: string }
  throw new Error(problem.message ?? 'The server does not answer.')
}

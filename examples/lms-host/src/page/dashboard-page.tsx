import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Link, useParams } from 'react-router'
import { FeedList } from './feed-list.tsx'
import { hostApi, type MemberView } from './host-api.ts'
import { TopOfWeek } from './top-of-week.tsx'
import { formatTime } from './words/format-time.ts'

type Order = 'name' | 'completed' | 'lastCompletedAt'

const columns: readonly (readonly [Order, string])[] = [
  ['name', 'Name'],
  ['completed', 'Lessons'],
  ['lastCompletedAt', 'Last lesson'],
]

/** How a programme does, for who manages it. */
export function DashboardPage(): ReactNode {
  const { programmeId = '' } = useParams()
  const programme = useQuery({ queryKey: ['programme', programmeId], queryFn: () => hostApi.programme(programmeId) })
  const members = useQuery({ queryKey: ['members', programmeId], queryFn: () => hostApi.members(programmeId) })
  const [order, setOrder] = useState<Order>('name')
  if (members.error) return <p className="alert">{members.error.message}</p>
  if (!members.data || !programme.data) return <p className="quiet">Loading…</p>

  const learners = members.data.filter(({ role }) => role === 'learner')
  const lessons = programme.data.lessons.length
  const completed = learners.reduce((sum, member) => sum + member.completed, 0)
  const monthAgo = Date.now() - 30 * 24 * 3_600_000
  const recent = learners.filter(({ lastCompletedAt }) => lastCompletedAt !== null && lastCompletedAt > monthAgo).length
  const figures = [
    ['take part', learners.length],
    ['lessons completed', completed],
    ['of the way, on average', `${Math.round((100 * completed) / (learners.length * lessons))} %`],
    ['active in the last 30 days', recent],
  ] as const

  return (
    <>
      <header className="page-head">
        <h1>{programme.data.title}: dashboard</h1>
        <dl className="figures">
          {figures.map(([title, figure]) => (
            <div key={title} className="panel">
              <dd>{figure}</dd>
              <dt className="quiet">{title}</dt>
            </div>
          ))}
        </dl>
      </header>
      <div className="columns">
        <aside>
          <section className="panel" aria-labelledby="members">
            <h2 id="members">Members</h2>
            <div className="scroller" tabIndex={0} role="region" aria-label="Table of members">
              <table>
                <thead>
                  <tr>
                    {columns.map(([column, title]) => (
                      <th key={column} scope="col" aria-sort={column === order ? sortOf(column) : 'none'}>
                        <button type="button" className="plain" onClick={() => setOrder(column)}>
                          {title}
                        </button>
                      </th>
                    ))}
                  </tr>
                </thead>
                <tbody>
                  {learners.toSorted(compareBy(order)).map((member) => (
                    <tr key={member.id}>
                      <th scope="row">
                        <Link to={`/people/${member.id}`}>{member.name}</Link>
                      </th>
                      <td>
                        {member.completed} / {lessons}
                      </td>
                      <td>{member.lastCompletedAt === null ? 'none yet' : formatTime(member.lastCompletedAt)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
          </section>
          <TopOfWeek programmeId={programmeId} />
        </aside>
        <div>
          <h2>What happens in the programme</h2>
          <FeedList
            source={{ feed: 'programme', programmeId }}
            label="Programme"
            empty="Nobody has written yet."
            live="show"
          />
        </div>
      </div>
    </>
  )
}

function sortOf(column: Order): 'ascending' | 'descending' {
  return column === 'name' ? 'ascending' : 'descending'
}

/** Names from A on; numbers and times from the highest on. */
function compareBy(order: Order): (one: MemberView, other: MemberView) => number {
  if (order === 'name') return (one, other) => one.name.localeCompare(other.name)
  return (one, other) => (other[order] ?? 0) - (one[order] ?? 0)
}

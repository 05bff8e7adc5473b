import { useLiveEvents } from '@socius/react-widgets'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { useLocation, useParams } from 'react-router'
import { ComposeBox } from './compose-box.tsx'
import { FeedList } from './feed-list.tsx'
import { hostApi, type LessonView } from './host-api.ts'
import { useSession } from './session.tsx'
import { TopOfWeek } from './top-of-week.tsx'

export function ProgrammePage(): ReactNode {
  const { programmeId = '' } = useParams()
  const { learner } = useSession()
  const queryClient = useQueryClient()
  const queryKey = ['programme', programmeId]
  const { data, error, isPending } = useQuery({ queryKey, queryFn: () => hostApi.programme(programmeId) })
  // How many have completed a lesson is the host's to count: what Socius announces says when to ask again.
  useLiveEvents(({ name, payload }) => {
    const isLesson = (payload as { kind?: string } | null)?.kind === 'lesson_completed'
    if (name.startsWith('activity.') && isLesson) void queryClient.invalidateQueries({ queryKey })
  })
  useLessonOfAddress(data !== undefined)

  if (isPending) return <p className="quiet">Loading…</p>
  if (error) return <p className="alert">{error.message}</p>
  const isLearner = learner.role === 'learner'
  const done = data.lessons.filter(({ isCompleted }) => isCompleted).length
  return (
    <>
      <header className="page-head">
        <h1>{data.title}</h1>
        <p className="quiet">{data.summary}</p>
        <div className="progress">
          {isLearner && <progress aria-label="Your lessons" max={data.lessons.length} value={done} />}
          <span className="quiet">
            {isLearner ? `${done} of ${data.lessons.length} lessons done · ` : ''}
            {data.members} learn here
          </span>
        </div>
      </header>
      <div className="columns">
        <aside>
          <section className="panel" aria-labelledby="lessons">
            <h2 id="lessons">Lessons</h2>
            <ol className="lessons" tabIndex={0} aria-labelledby="lessons">
              {data.lessons.map((lesson) => (
                <Lesson key={lesson.id} lesson={lesson} members={data.members} isLearner={isLearner} />
              ))}
            </ol>
          </section>
          <TopOfWeek programmeId={data.id} />
        </aside>
        <div>
          <h2>What the others are up to</h2>
          <ComposeBox audience={`programme:${data.id}`} label={`Write to everybody in ${data.title}`} />
          <FeedList
            source={{ feed: 'programme', programmeId: data.id }}
            label={data.title}
            empty="Nobody has written yet."
            live="show"
          />
        </div>
      </div>
    </>
  )
}

interface LessonProps {
  readonly lesson: LessonView
  readonly members: number
  readonly isLearner: boolean
}

function Lesson({ lesson, members, isLearner }: LessonProps): ReactNode {
  const queryClient = useQueryClient()
  const { id, title, summary, minutes, isCompleted, completedBy } = lesson
  const set = useMutation({
    mutationFn: (isDone: boolean) => hostApi.setCompleted(id, isDone),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['programme', lesson.programmeId] }),
  })
  return (
    <li id={id} className={isCompleted ? 'lesson is-done' : 'lesson'} tabIndex={-1}>
      <h3>{title}</h3>
      <p className="quiet">{summary}</p>
      <div className="lesson-foot">
        <span className="quiet">
          {minutes} min · {completedBy} of {members}
        </span>
        {isLearner && (
          <button
            type="button"
            className={isCompleted ? 'plain' : ''}
            disabled={set.isPending}
            onClick={() => set.mutate(!isCompleted)}
            aria-label={isCompleted ? `Take back: ${title}` : `Complete: ${title}`}
          >
            {isCompleted ? 'Take back' : 'Complete'}
          </button>
        )}
      </div>
      {set.error && (
        <p role="alert" className="alert">
          {set.error.message}
        </p>
      )}
    </li>
  )
}

/** Goes to the lesson that the address names, once lessons are there. */
function useLessonOfAddress(isReady: boolean): void {
  const { hash } = useLocation()
  useEffect(() => {
    if (isReady && hash !== '') document.getElementById(hash.slice(1))?.focus()
  }, [isReady, hash])
}

import type { Activity } from '@socius/core'
import type { ReactNode } from 'react'
import type { ActivityLabels } from './activity-labels.js'

type Attachment = Activity['attachments'][number]

export interface ActivityMediaProps {
  readonly attachments: readonly Attachment[]
  readonly labels: Pick<ActivityLabels, 'media'>
}

/** What stands with an activity. Nothing of it is loaded before it comes near the screen, or is played. */
export function ActivityMedia({ attachments, labels }: ActivityMediaProps): ReactNode {
  if (attachments.length === 0) return null
  const pictures = attachments.filter(({ type }) => type === 'image' || type === 'video').length
  return (
    <div className="socius-media" data-pictures={pictures}>
      {attachments.map((one, place) => (
        <Medium key={`${place} ${one.url}`} {...one} name={one.description ?? labels.media(one.type)} />
      ))}
    </div>
  )
}

function Medium({ type, url, previewUrl, width, height, name, description }: Attachment & { name: string }): ReactNode {
  const size = { ...(width === null ? {} : { width }), ...(height === null ? {} : { height }) }
  const className = `socius-media-item socius-media-${type}`
  switch (type) {
    case 'image':
      return <img className={className} src={previewUrl ?? url} alt={name} loading="lazy" decoding="async" {...size} />
    case 'video':
      return (
        <video
          className={className}
          src={url}
          {...(previewUrl === null ? {} : { poster: previewUrl })}
          aria-label={name}
          controls
          preload="none"
          {...size}
        />
      )
    case 'audio':
      return <audio className={className} src={url} aria-label={name} controls preload="none" />
    case 'file':
    case 'link':
      return (
        <a className={className} href={url} rel="external noopener">
          {previewUrl !== null && <img src={previewUrl} alt="" loading="lazy" decoding="async" />}
          <span dir="auto">{description ?? `${name} ${hostOf(url)}`}</span>
        </a>
      )
  }
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : ''
}

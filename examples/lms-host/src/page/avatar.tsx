import type { CSSProperties, ReactNode } from 'react'

/** The initials of a name, on a colour of its own. */
export function Avatar({ name, size = 'small' }: { name: string; size?: 'small' | 'large' }): ReactNode {
  const [first = '', ...others] = name.split(/\s+/).map((word) => [...word][0] ?? '')
  const hue = [...name].reduce((sum, sign) => (sum * 31 + (sign.codePointAt(0) ?? 0)) % 360, 7)
  const style = { '--hue': hue } as CSSProperties // React's types know no custom properties
  return (
    <span className={`avatar ${size}`} style={style} aria-hidden="true">
      {first}
      {others.at(-1) ?? ''}
    </span>
  )
}

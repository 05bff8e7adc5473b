/** Lines with their cells in columns. A column with a number in it stands right, every other one left. */
export function textTable(rows: readonly (readonly (string | number)[])[]): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length))
  const shapes = Array.from({ length: columns }, (_, column) => ({
    width: Math.max(...rows.map((row) => String(row[column] ?? '').length)),
    right: rows.some((row) => typeof row[column] === 'number'),
  }))
  return rows.map((row) =>
    shapes
      .map(({ width, right }, column) => {
        const text = String(row[column] ?? '')
        return right ? text.padStart(width) : text.padEnd(width)
      })
      .join('  ')
      .trimEnd(),
  )
}

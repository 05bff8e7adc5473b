/**
 * The strongly connected parts of a directed graph that are more than one node, or a node that points to itself
 * (Tarjan, 1972). Each is returned as one closed walk through it, starting at its smallest node.
 */
export function findCycles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>()
  const open: string[] = []
  const cycles: string[][] = []

  function visit(node: string): number {
    const index = order.size
    order.set(node, index)
    let lowest = index
    open.push(node)
    for (const next of graph.get(node) ?? []) {
      const seenAt = order.get(next)
      if (seenAt === undefined) lowest = Math.min(lowest, visit(next))
      else if (open.includes(next)) lowest = Math.min(lowest, seenAt)
    }
    if (lowest === index) {
      const part = new Set(open.splice(open.indexOf(node)))
      if (part.size > 1 || graph.get(node)?.includes(node)) cycles.push(shortestCycle(graph, part))
    }
    return lowest
  }

  for (const node of [...graph.keys()].sort()) if (!order.has(node)) visit(node)
  return cycles
}

/** The shortest way from the part's smallest node back to it, found breadth first. */
function shortestCycle(graph: ReadonlyMap<string, readonly string[]>, part: ReadonlySet<string>): string[] {
  const [start = ''] = [...part].sort()
  const paths: string[][] = [[start]]
  const seen = new Set<string>()
  for (const path of paths) {
    for (const next of graph.get(path.at(-1) ?? start) ?? []) {
      if (next === start) return path
      if (!part.has(next) || seen.has(next)) continue
      seen.add(next)
      paths.push([...path, next])
    }
  }
  return [start]
}

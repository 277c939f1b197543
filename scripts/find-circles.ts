type Graph = ReadonlyMap<string, readonly string[]>

/**
 * The circles in a graph, each from a node round to itself: for each node in turn the shortest that goes through it and
 * shares no node with those before. What is told is what has to be cut, and not all its variations.
 */
export function findCircles(graph: Graph): string[][] {
  const left = new Map(graph)
  return [...graph.keys()].flatMap((start) => {
    const circle = shortestWay(left, start)
    for (const node of circle ?? []) left.delete(node)
    return circle ? [circle] : []
  })
}

/** The shortest way from a node back to itself. */
function shortestWay(graph: Graph, start: string): string[] | undefined {
  const cameFrom = new Map<string, string>()
  const queue = [start]
  for (const node of queue) {
    for (const next of graph.get(node) ?? []) {
      if (next === start) return [...wayTo(node), start]
      if (cameFrom.has(next)) continue
      cameFrom.set(next, node)
      queue.push(next)
    }
  }
  return undefined

  function wayTo(node: string): string[] {
    const before = cameFrom.get(node)
    return before === undefined ? [node] : [...wayTo(before), node]
  }
}

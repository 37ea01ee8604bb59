/** The first of one side may go with the second of the other; `weight` > 0 says how well. */
export type Edge = { first: number; second: number; weight: number };

/** Steps that a knot of edges may cost: above it, it is paired greedily. Some hundred things that all overlap each other. */
const MAX_STEPS = 30_000_000;

/**
 * Pairs in which nothing stands twice, of the greatest total weight that is possible (the assignment problem; Kuhn,
 * The Hungarian method, 1955, in the form of Jonker and Volgenant 1987 that adds one row at a time). The total is
 * the same whichever side comes first; the same edges always give the same pairs.
 *
 * Edges that have nothing to do with each other are solved apart. A knot of more than some hundred things that all
 * overlap is paired greedily, the best first.
 */
export function bestPairs(edges: readonly Edge[]): Edge[] {
  return knots(edges).flatMap((knot) => {
    const [only] = knot;
    return only && knot.length === 1 ? [only] : solve(knot);
  });
}

/** As `bestPairs`, but as many pairs as possible, and of those ways the one of the greatest weight. Weights are 0 to 1. */
export function mostPairs(edges: readonly Edge[]): Edge[] {
  // All the weights together are worth less than one more pair.
  const unit = 1 / (edges.length + 1);
  const pairs = bestPairs(
    edges.map(({ first, second, weight }) => ({ first, second, weight: 1 + weight * unit })),
  );
  const weights = new Map(edges.map((edge) => [keyOf(edge), edge.weight]));
  return pairs.map((pair) => ({ ...pair, weight: weights.get(keyOf(pair)) ?? 0 }));
}

function keyOf({ first, second }: Edge): string {
  return `${first} ${second}`;
}

/** Edges that reach each other, together. */
function knots(edges: readonly Edge[]): Edge[][] {
  const parents = new Map<string, string>();
  const rootOf = (name: string): string => {
    let root = name;
    for (let up = parents.get(root); up !== undefined && up !== root; up = parents.get(root)) {
      root = up;
    }
    parents.set(name, root);
    return root;
  };
  for (const { first, second } of edges) {
    const [a, b] = [rootOf(`a${first}`), rootOf(`b${second}`)];
    if (a !== b) parents.set(b, a);
  }
  const groups = new Map<string, Edge[]>();
  for (const edge of edges) {
    const root = rootOf(`a${edge.first}`);
    const group = groups.get(root);
    if (group) group.push(edge);
    else groups.set(root, [edge]);
  }
  return [...groups.values()];
}

function solve(edges: readonly Edge[]): Edge[] {
  const firsts = [...new Set(edges.map(({ first }) => first))].sort((a, b) => a - b);
  const seconds = [...new Set(edges.map(({ second }) => second))].sort((a, b) => a - b);
  const isTurned = firsts.length > seconds.length;
  const [rows, columns] = isTurned ? [seconds, firsts] : [firsts, seconds];
  if (rows.length ** 2 * columns.length > MAX_STEPS) return greedily(edges);
  const rowOf = new Map(rows.map((name, index) => [name, index]));
  const columnOf = new Map(columns.map((name, index) => [name, index]));
  const cells = new Array<Edge | undefined>(rows.length * columns.length);
  for (const edge of edges) {
    const row = rowOf.get(isTurned ? edge.second : edge.first) ?? 0;
    const column = columnOf.get(isTurned ? edge.first : edge.second) ?? 0;
    cells[row * columns.length + column] = edge;
  }
  const taken = assign(rows.length, columns.length, (row, column) => {
    return -(cells[row * columns.length + column]?.weight ?? 0);
  });
  // A row without a partner was given one that it has no edge to.
  return taken.flatMap((column, row) => cells[row * columns.length + column] ?? []);
}

function greedily(edges: readonly Edge[]): Edge[] {
  const order = edges.toSorted(
    (a, b) => b.weight - a.weight || a.first - b.first || a.second - b.second,
  );
  const firsts = new Set<number>();
  const seconds = new Set<number>();
  return order.filter(({ first, second }) => {
    if (firsts.has(first) || seconds.has(second)) return false;
    firsts.add(first);
    seconds.add(second);
    return true;
  });
}

/** The column of each row at the least total cost; there are at least as many columns as rows. */
function assign(rows: number, columns: number, cost: (row: number, column: number) => number) {
  // From 1, so that 0 can mean none.
  const rowPrice = new Float64Array(rows + 1);
  const columnPrice = new Float64Array(columns + 1);
  const rowOf = new Int32Array(columns + 1);
  const before = new Int32Array(columns + 1);
  const at = (of: Int32Array | Float64Array, index: number) => of[index] ?? 0;
  for (let row = 1; row <= rows; row += 1) {
    const slack = new Float64Array(columns + 1).fill(Number.POSITIVE_INFINITY);
    const isDone = new Uint8Array(columns + 1);
    rowOf[0] = row;
    let column = 0;
    do {
      isDone[column] = 1;
      const current = at(rowOf, column);
      let least = Number.POSITIVE_INFINITY;
      let next = 0;
      for (let other = 1; other <= columns; other += 1) {
        if (isDone[other] === 1) continue;
        const reduced =
          cost(current - 1, other - 1) - at(rowPrice, current) - at(columnPrice, other);
        if (reduced < at(slack, other)) {
          slack[other] = reduced;
          before[other] = column;
        }
        if (at(slack, other) < least) {
          least = at(slack, other);
          next = other;
        }
      }
      for (let other = 0; other <= columns; other += 1) {
        if (isDone[other] === 1) {
          const paid = at(rowOf, other);
          rowPrice[paid] = at(rowPrice, paid) + least;
          columnPrice[other] = at(columnPrice, other) - least;
        } else slack[other] = at(slack, other) - least;
      }
      column = next;
    } while (at(rowOf, column) !== 0);
    while (column !== 0) {
      const previous = at(before, column);
      rowOf[column] = at(rowOf, previous);
      column = previous;
    }
  }
  const taken = new Array<number>(rows).fill(0);
  for (let column = 1; column <= columns; column += 1) {
    const row = at(rowOf, column);
    if (row > 0) taken[row - 1] = column - 1;
  }
  return taken;
}

/** A node of a graph to draw. */
export interface LaneNode {
  readonly id: string;
  /** What is drawn below it. */
  readonly down: readonly string[];
  readonly symbol: string;
  readonly label: string;
}

/** The signs that lines are made of: along, and at a corner which of left, right, up and down it joins. */
interface Signs {
  readonly along: string;
  readonly across: string;
  readonly crossing: string;
  /** The lane goes on, and a line leaves to the right. */
  readonly tee: string;
  /** A lane ends here, joining the one to its left. */
  readonly end: string;
  /** The same, with more of them to its right. */
  readonly endBetween: string;
  /** A lane begins here, leaving the one to its left. */
  readonly begin: string;
  /** A lane that goes on is joined from the left. */
  readonly joined: string;
}

export const lines: Signs = { along: "│", across: "─", crossing: "┼", tee: "├", end: "╯", endBetween: "┴", begin: "╮", joined: "┤" };
export const asciiLines: Signs = { along: "|", across: "-", crossing: "+", tee: "|", end: "'", endBetween: "'", begin: ".", joined: "|" };

/** Draws a graph, a line a node and lines between them. Nodes come in an order in which each stands above what lies below it. */
export function drawLanes(nodes: readonly LaneNode[], signs: Signs): string {
  const drawn = new Set(nodes.map(({ id }) => id));
  const rows: string[] = [];
  let lanes: readonly (string | undefined)[] = []; // in each column the node that its line leads down to
  let ended: number | undefined; // the column of the node above, if its line ends there
  for (const node of nodes) {
    const waiting = lanes.flatMap((id, place) => (id === node.id ? [place] : []));
    const column = waiting[0] ?? firstFree(lanes);
    const [, ...ending] = waiting;
    if (waiting.length === 0 && column === ended) rows.push(cells(at(lanes, column, undefined), (id) => (id === undefined ? " " : signs.along))); // or it would seem to stand below what ended there
    if (ending.length > 0) rows.push(connection({ lanes, from: column, to: ending, sign: signs.end, signs }));
    lanes = trimmed(at(lanes, column, node.id).map((id, place) => (ending.includes(place) ? undefined : id)));
    rows.push(`${cells(lanes, (id, place) => (place === column ? node.symbol : id === undefined ? " " : signs.along))}${node.label}`);
    const [first, ...others] = node.down.filter((id) => drawn.has(id));
    lanes = trimmed(at(lanes, column, first));
    ended = first === undefined ? column : undefined;
    for (const other of others) {
      const there = lanes.indexOf(other);
      const place = there === -1 ? firstFree(at(lanes, column, lanes[column] ?? node.id)) : there;
      const [left, right] = place < column ? [place, column] : [column, place];
      rows.push(connection({ lanes, from: left, to: [right], sign: there === -1 ? signs.begin : signs.joined, signs }));
      lanes = at(lanes, place, other);
    }
  }
  return rows.map((row) => row.trimEnd()).join("\n");
}

interface Connection {
  readonly lanes: readonly (string | undefined)[];
  readonly from: number;
  /** Columns to the right that it leads to, ascending. */
  readonly to: readonly number[];
  readonly sign: string;
  readonly signs: Signs;
}

/** A row in which lines lead from one column to others on its right. */
function connection({ lanes, from, to, sign, signs }: Connection): string {
  const last = Math.max(...to);
  const wide = Array.from({ length: Math.max(lanes.length, last + 1) }, (_, place) => lanes[place]);
  return wide
    .map((id, place) => {
      const after = place >= from && place < last ? signs.across : " ";
      if (place === from) return signs.tee + after;
      if (place === last) return sign + after;
      if (to.includes(place)) return signs.endBetween + after;
      if (place > from && place < last) return (id === undefined ? signs.across : signs.crossing) + after;
      return (id === undefined ? " " : signs.along) + after;
    })
    .join("");
}

const cells = (lanes: readonly (string | undefined)[], sign: (id: string | undefined, place: number) => string): string => lanes.map((id, place) => `${sign(id, place)} `).join("");

function firstFree(lanes: readonly (string | undefined)[]): number {
  const free = lanes.indexOf(undefined);
  return free === -1 ? lanes.length : free;
}

function at(lanes: readonly (string | undefined)[], place: number, id: string | undefined): readonly (string | undefined)[] {
  return Array.from({ length: Math.max(lanes.length, place + 1) }, (_, one) => (one === place ? id : lanes[one]));
}

function trimmed(lanes: readonly (string | undefined)[]): readonly (string | undefined)[] {
  const last = lanes.findLastIndex((id) => id !== undefined);
  return lanes.slice(0, last + 1);
}

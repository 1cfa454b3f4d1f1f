/** A node of a graph to draw. */
export interface LaneNode {
  readonly id: string;
  /** What is drawn below it. */
  readonly down: readonly string[];
  /** What it depends on, drawn below it by broken lines. */
  readonly needs: readonly string[];
  readonly symbol: string;
  readonly label: string;
}

/**
 * The signs that lines are made of: along, and at a corner which of left, right, up and down it joins. A line that only crosses another
 * passes behind it.
 */
interface Signs {
  readonly along: string;
  readonly across: string;
  /** The same for a dependency. */
  readonly needAlong: string;
  readonly needAcross: string;
  /** The lane goes on, and a line leaves to the right. */
  readonly tee: string;
  /** A lane ends here, joining the one to its left. */
  readonly end: string;
  /** The same, with more of them to its right. */
  readonly endBetween: string;
  /** A lane begins here, leaving the one to its left. */
  readonly begin: string;
  /** A lane begins here, leaving the one to its right. */
  readonly beginLeft: string;
  /** A lane that goes on is joined from the left. */
  readonly joined: string;
}

export const lines: Signs = {
  along: "│",
  across: "─",
  needAlong: "┊",
  needAcross: "╌",
  tee: "├",
  end: "╯",
  endBetween: "┴",
  begin: "╮",
  beginLeft: "╭",
  joined: "┤",
};
export const asciiLines: Signs = {
  along: "|",
  across: "-",
  needAlong: ":",
  needAcross: ".",
  tee: "|",
  end: "'",
  endBetween: "'",
  begin: ".",
  beginLeft: ".",
  joined: "|",
};

/** A line on its way down. */
interface Lane {
  /** The node that it leads to. */
  readonly to: string;
  readonly isNeed: boolean;
}

type Lanes = readonly (Lane | undefined)[];

/** Draws a graph, a line a node and lines between them. Nodes come in an order in which each stands above what lies below it. */
export function drawLanes(nodes: readonly LaneNode[], signs: Signs): string {
  const drawn = new Set(nodes.map(({ id }) => id));
  const rows: string[] = [];
  let lanes: Lanes = []; // in each column the line that leads down there
  let ended: number | undefined; // the column of the node above, if its line ends there
  for (const node of nodes) {
    const waiting = lanes.flatMap((lane, place) => (lane?.to === node.id ? [place] : []));
    const column = waiting[0] ?? firstFree(lanes);
    const [, ...ending] = waiting;
    // or it would seem to stand below what ended there
    if (waiting.length === 0 && column === ended) rows.push(cells(at(lanes, column, undefined), (lane) => along(lane, signs)));
    // One row for each kind of line that ends here, so that a whole line does not end in a broken one.
    for (const kind of [false, true]) {
      const going = ending.filter((place) => lanes[place]?.isNeed === kind);
      if (going.length > 0)
        rows.push(
          connection({
            lanes,
            from: column,
            start: signs.tee,
            to: going,
            sign: signs.end,
            across: kind ? signs.needAcross : signs.across,
            signs,
          }),
        );
      lanes = lanes.map((lane, place) => (going.includes(place) ? undefined : lane));
    }
    lanes = trimmed(at(lanes, column, { to: node.id, isNeed: false }));
    rows.push(`${cells(lanes, (lane, place) => (place === column ? node.symbol : along(lane, signs)))}${node.label}`);
    const [first, ...others] = lanesBelow(node, drawn);
    lanes = trimmed(at(lanes, column, first));
    ended = first === undefined ? column : undefined;
    for (const other of others) {
      const there = lanes.findIndex((lane) => lane?.to === other.to && lane.isNeed === other.isNeed);
      const place = there === -1 ? firstFree(at(lanes, column, lanes[column] ?? other)) : there;
      const [left, right] = place < column ? [place, column] : [column, place];
      rows.push(
        connection({
          lanes,
          from: left,
          start: there === -1 && place < column ? signs.beginLeft : signs.tee,
          to: [right],
          sign: there === -1 && place > column ? signs.begin : signs.joined,
          across: other.isNeed ? signs.needAcross : signs.across,
          signs,
        }),
      );
      lanes = at(lanes, place, other);
    }
  }
  return rows.map((row) => row.trimEnd()).join("\n");
}

const lanesBelow = ({ down, needs }: LaneNode, drawn: ReadonlySet<string>): readonly Lane[] => [
  ...down.filter((to) => drawn.has(to)).map((to) => ({ to, isNeed: false })),
  ...needs.filter((to) => drawn.has(to) && !down.includes(to)).map((to) => ({ to, isNeed: true })),
];

const along = (lane: Lane | undefined, signs: Signs): string => (lane === undefined ? " " : lane.isNeed ? signs.needAlong : signs.along);

interface Connection {
  readonly lanes: Lanes;
  readonly from: number;
  /** The sign there. */
  readonly start: string;
  /** Columns to the right that it leads to, ascending. */
  readonly to: readonly number[];
  readonly sign: string;
  readonly across: string;
  readonly signs: Signs;
}

/** A row in which lines lead from one column to others on its right, behind those that they cross. */
function connection({ lanes, from, start, to, sign, across, signs }: Connection): string {
  const last = Math.max(...to);
  const wide = Array.from({ length: Math.max(lanes.length, last + 1) }, (_, place) => lanes[place]);
  return wide
    .map((lane, place) => {
      const isInside = place > from && place < last;
      const after = place >= from && place < last ? across : " ";
      if (place === from) return start + after;
      if (place === last) return sign + after;
      if (to.includes(place)) return signs.endBetween + after;
      return (isInside && lane === undefined ? across : along(lane, signs)) + after;
    })
    .join("");
}

const cells = (lanes: Lanes, sign: (lane: Lane | undefined, place: number) => string): string =>
  lanes.map((lane, place) => `${sign(lane, place)} `).join("");

function firstFree(lanes: Lanes): number {
  const free = lanes.indexOf(undefined);
  return free === -1 ? lanes.length : free;
}

function at(lanes: Lanes, place: number, lane: Lane | undefined): Lanes {
  return Array.from({ length: Math.max(lanes.length, place + 1) }, (_, one) => (one === place ? lane : lanes[one]));
}

function trimmed(lanes: Lanes): Lanes {
  const last = lanes.findLastIndex((lane) => lane !== undefined);
  return lanes.slice(0, last + 1);
}

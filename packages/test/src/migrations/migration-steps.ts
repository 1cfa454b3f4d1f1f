import { historyOf, MigError, type GraphNode } from "@migts/core/project";
import { checkOptions } from "../project/options.ts";
import { readProject, type ProjectOptions } from "../project/test-project.ts";
import { openChain } from "./chain.ts";
import type { RoundTrip } from "./round-trip.ts";

export interface MigrationStepsOptions extends ProjectOptions {
  /** Revisions to try, by id. Absent: all. */
  readonly only?: readonly string[];
  /**
   * Revisions whose downgrade does not bring all values back, and why: values that differ are then a remark, the design must come back all
   * the same.
   * @example { "27c6": "e-mail addresses become lower case" }
   */
  readonly mayChangeValues?: Readonly<Record<string, string>>;
}

/** The round trip of one revision, to be run as a test. */
export interface MigrationStep {
  /** @example "27c6 add a cover picture" */
  readonly name: string;
  readonly revision: string;
  /** Up, down and up again with made-up rows. @throws MigError ROUND_TRIP_FAILED with the revision, the objects and the values */
  readonly run: () => Promise<RoundTrip>;
}

/**
 * A test for each revision of the project, in the order of the history. Each can run alone, or at the same time as others.
 * @example for (const step of await migrationSteps()) test(step.name, step.run);
 */
export async function migrationSteps(options: MigrationStepsOptions = {}): Promise<readonly MigrationStep[]> {
  return (await openSteps(options)).map(({ node, trip }) => ({
    name: nameOf(node),
    revision: node.id,
    run: async () => orThrow([await trip()])[0] as RoundTrip, // one goes in, one comes out
  }));
}

/**
 * Tries every revision of the project: up, down and up again with made-up rows. Design and values are compared.
 * @example test("migrations", { timeout: 60_000 }, () => testMigrations());
 * @throws MigError ROUND_TRIP_FAILED with all revisions that fail
 */
export async function testMigrations(options: MigrationStepsOptions = {}): Promise<readonly RoundTrip[]> {
  const trips: RoundTrip[] = [];
  for (const { trip } of await openSteps(options)) trips.push(await trip());
  return orThrow(trips);
}

interface OpenStep {
  readonly node: GraphNode;
  readonly trip: () => Promise<RoundTrip>;
}

async function openSteps(options: MigrationStepsOptions): Promise<readonly OpenStep[]> {
  checkOptions("testMigrations", options);
  const project = await readProject(options);
  const { graph, loaded } = project;
  const { only, mayChangeValues = {} } = options;
  const unknown = [...(only ?? []), ...Object.keys(mayChangeValues)].find((id) => !graph.byId.has(id));
  if (unknown !== undefined) throw new MigError("REVISION_NOT_FOUND", { revision: unknown });
  const nodes = historyOf(graph)
    .toReversed()
    .flatMap(({ id }) => graph.byId.get(id) ?? [])
    .filter(({ id }) => only === undefined || only.includes(id));
  const { versionTable, logTable } = loaded.config;
  const own = [versionTable?.name ?? "alembic_version", logTable?.name ?? "mig_log"];
  let chain: ReturnType<typeof openChain> | undefined;
  const left = new Set(nodes);
  return nodes.map((node) => ({
    node,
    trip: async () => {
      chain ??= openChain(project);
      const [opened, { roundTrip }] = [await chain, await import("./round-trip.ts")];
      try {
        const reason = mayChangeValues[node.id];
        return await roundTrip({ project, chain: opened, node, own }, reason === undefined ? {} : { mayChangeValues: reason });
      } finally {
        left.delete(node);
        if (left.size === 0) await opened.end();
      }
    },
  }));
}

const nameOf = ({ id, revision }: GraphNode): string => (revision.message === undefined ? id : `${id} ${revision.message}`);

function orThrow(trips: readonly RoundTrip[]): readonly RoundTrip[] {
  const failed = trips.filter(({ problems }) => problems.length > 0);
  if (failed.length > 0) throw new MigError("ROUND_TRIP_FAILED", { revisions: failed });
  return trips;
}

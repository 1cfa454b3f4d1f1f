import { buildGraph, urlOfDatabase, type GraphNode, type RevisionGraph } from "@migts/core/project";
import { copyTemplate, dropDatabase, homeOn, refusing, type Home } from "../databases/home.ts";
import { databaseName } from "../databases/names.ts";
import { upgradeTo } from "../databases/template.ts";
import { revisionsTo, type TestProject } from "../project/test-project.ts";

/** Databases at revisions of a project, each made once, from the one below it. Nobody connects to them: they are copied. */
export interface Chain {
  readonly home: Home;
  /** The revision and all that it needs. */
  readonly graphAt: (revisions: readonly string[]) => RevisionGraph;
  /** Makes a database at these revisions and all that they need, hands over its URL, and drops it. */
  readonly withCopy: <Result>(revisions: readonly string[], use: (url: string) => Promise<Result>) => Promise<Result>;
  readonly end: () => Promise<void>;
}

/** That many are kept: a history of thousands would fill the disk. */
const mostKept = 6;

interface Kept {
  readonly name: Promise<string>;
  users: number;
}

export async function openChain(project: TestProject): Promise<Chain> {
  const home = await homeOn(project.url);
  const { graph } = project;
  const kept = new Map<string, Kept>();

  const use = async <Result>(revisions: readonly string[], work: (name: string) => Promise<Result>): Promise<Result> => {
    const key = revisions.toSorted().join(" ");
    const one = kept.get(key) ?? { name: make(revisions), users: 0 };
    kept.delete(key);
    kept.set(key, one); // the last one that was used
    one.users += 1;
    try {
      return await work(await one.name);
    } catch (error) {
      one.name.catch(() => kept.delete(key));
      throw error;
    } finally {
      one.users -= 1;
      await forget(mostKept);
    }
  };

  const forget = async (most: number): Promise<void> => {
    for (const [key, { name, users }] of kept) {
      if (kept.size <= most) return;
      if (users > 0) continue;
      kept.delete(key);
      await name.then((made) => dropDatabase(home, made)).catch(() => {}); // the next run drops it
    }
  };

  /** From the database at what the first of them builds on: the first that an upgrade to all of them would reach. */
  const make = async (revisions: readonly string[]): Promise<string> => {
    const order = revisions.length > 1 ? revisionsTo(graph, revisions) : revisions;
    const first = order.find((id) => revisions.includes(id));
    if (first === undefined) return create(home);
    const below = revisions.length > 1 ? [first] : (graph.byId.get(first)?.requires ?? []).map(({ id }) => id);
    const name = await use(below, (from) => copyTemplate(home, from));
    try {
      await upgradeTo({ ...project, graph: graphAt(revisions) }, urlOfDatabase(home.url, name), "heads");
      return name;
    } catch (error) {
      await dropDatabase(home, name).catch(() => {}); // the error says why
      throw error;
    }
  };

  const graphAt = (revisions: readonly string[]): RevisionGraph => {
    const needed = new Map<string, GraphNode>();
    const todo = revisions.flatMap((id) => graph.byId.get(id) ?? []);
    for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
      if (needed.has(node.id)) continue;
      needed.set(node.id, node);
      todo.push(...node.requires);
    }
    return buildGraph([...needed.values()].map(({ revision }) => revision));
  };

  return {
    home,
    graphAt,
    withCopy: async (revisions, work) => {
      const name = await use(revisions, (from) => copyTemplate(home, from));
      try {
        return await work(urlOfDatabase(home.url, name));
      } finally {
        await dropDatabase(home, name).catch(() => {}); // the next run drops it
      }
    },
    end: () => forget(0),
  };
}

/** An empty database. */
async function create(home: Home): Promise<string> {
  const name = databaseName(home.owner);
  const { createDatabaseSql } = await import("@migts/core");
  const text = await createDatabaseSql(home.session, name);
  await refusing(() => home.session.simple(text));
  return name;
}

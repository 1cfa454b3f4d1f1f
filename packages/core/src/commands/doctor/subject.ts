import type { RevisionGraph } from "../../revision/graph.ts";
import type { ModelSource } from "../../schema/model-source.ts";
import type { Session } from "../../runtime/session.ts";
import type { Project } from "../project/project.ts";

/** What the checks look at. What is absent could not be had, and its own check says why. */
export interface Subject {
  readonly project?: Project;
  readonly graph?: RevisionGraph;
  readonly models?: ModelSource;
  readonly session?: Session;
}

/** What a check needs, all of it. */
export type With<Part extends keyof Subject> = Subject & { readonly [K in Part]-?: NonNullable<Subject[K]> };

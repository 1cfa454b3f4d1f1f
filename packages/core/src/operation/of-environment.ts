import type { ObjectRef } from "../schema/object.ts";
import type { Kinds } from "./kinds.ts";

/** Whether an object, or what a comment is on, is set up for one environment: models cannot declare it. */
export const isOfEnvironment = ({ kind, of = kind }: ObjectRef, kinds: Kinds): boolean =>
  kinds.all.some((one) => one.kind === of && one.isOfEnvironment === true);

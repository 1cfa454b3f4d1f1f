import { bareType } from "../routine/fragment.ts";
import type { Aggregate, AggregateArgument } from "./model.ts";
import { signatureOf } from "./signature.ts";

const normalArgument = ({ name, mode, type }: AggregateArgument): AggregateArgument => ({
  ...(name === undefined || name === "" ? {} : { name }),
  ...(mode === undefined ? {} : { mode }),
  type: bareType(type),
});

export function normalAggregate({ returns: _, ...aggregate }: Aggregate): Aggregate {
  const { arguments: given = [], orderBy = [], moving, ...rest } = aggregate;
  const usual = orderBy.length > 0 ? "read write" : "read only";
  const steps = <Of extends Pick<Aggregate, "stateType" | "stateSpace" | "finalModify">>({ stateSpace, finalModify, ...of }: Of) => ({
    ...of,
    stateType: bareType(of.stateType),
    ...(stateSpace === undefined || stateSpace === 0 ? {} : { stateSpace }),
    ...(finalModify === undefined || finalModify === usual ? {} : { finalModify }),
  });
  return {
    ...steps(rest),
    signature: signatureOf(aggregate),
    ...(given.length === 0 ? {} : { arguments: given.map(normalArgument) }),
    ...(orderBy.length === 0 ? {} : { orderBy: orderBy.map(normalArgument) }),
    ...(moving === undefined ? {} : { moving: steps(moving) }),
  };
}

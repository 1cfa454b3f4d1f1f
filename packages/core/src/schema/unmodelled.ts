import type { Use } from "./use.ts";

/** An object, or a setting of one, that no kind models: what the server says of it. */
export interface Unmodelled {
  /** The server's word for it: `view`, `policy`, `row security`. */
  readonly what: string;
  /** As the server writes it: `public.v`, `mine on public."Doc"`. With `what`, its identity. */
  readonly name: string;
  /** All that two databases can differ in. Absent: nothing that is compared. */
  readonly definition?: string;
  /** SQL that makes it again, for what goes with the object that it is a part of. Absent: mig cannot make it. */
  readonly restore?: string;
  readonly uses: readonly Use[];
  /** The names that it takes, as resource keys. */
  readonly owns: readonly string[];
  /** Modelled objects that use it, as resource keys. */
  readonly usedBy: readonly string[];
  /** The table-like relation that it is. Absent: it is something else. */
  readonly relation?: { readonly schema: string; readonly name: string };
  /** It is wanted, but not there. Absent: it is there. */
  readonly isMissing?: true;
}

/** `view public.v`. */
export const unmodelledText = ({ what, name }: Pick<Unmodelled, "what" | "name">): string => `${what} ${name}`;

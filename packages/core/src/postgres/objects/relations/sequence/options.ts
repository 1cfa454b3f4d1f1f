import { normalizeType } from "../../../type/name.ts";
import type { SequenceOptions } from "./model.ts";

/** What a sequence does, nothing left to defaults. */
export interface FullOptions {
  readonly start: string;
  readonly increment: string;
  readonly minValue: string;
  readonly maxValue: string;
  readonly cache: string;
  readonly cycle: boolean;
}

const bits: Readonly<Record<string, bigint>> = { smallint: 15n, integer: 31n, bigint: 63n };

/** Whether a sequence of the type can have all these values. */
export const fitsType = (values: readonly string[], dataType: string): boolean => {
  const reach = 2n ** (bits[normalizeType(dataType)] ?? 63n);
  return values.map(BigInt).every((value) => value >= -reach && value < reach);
};

/** Lowest and highest value where none is given: from 1 up, or from -1 down, as far as the type reaches (CREATE SEQUENCE in the manual). */
function defaultBounds(dataType: string, increment: string): { readonly minValue: string; readonly maxValue: string } {
  const reach = 2n ** (bits[normalizeType(dataType)] ?? 63n);
  return isDescending(increment) ? { minValue: `${-reach}`, maxValue: "-1" } : { minValue: "1", maxValue: `${reach - 1n}` };
}

const isDescending = (increment: string): boolean => increment.trim().startsWith("-");

export function fullOptions(options: SequenceOptions, dataType: string): FullOptions {
  const increment = options.increment ?? "1";
  const bounds = defaultBounds(dataType, increment);
  const minValue = options.minValue ?? bounds.minValue;
  const maxValue = options.maxValue ?? bounds.maxValue;
  const start = options.start ?? (isDescending(increment) ? maxValue : minValue);
  return { start, increment, minValue, maxValue, cache: options.cache ?? "1", cycle: options.cycle ?? false };
}

/** The options without those that PostgreSQL would take anyway. `dataType` is that of the sequence or the identity column. */
export function withoutDefaultOptions(options: SequenceOptions, dataType = "bigint"): SequenceOptions {
  const { start, increment, minValue, maxValue, cache, cycle } = fullOptions(options, dataType);
  const bounds = defaultBounds(dataType, increment);
  const first = isDescending(increment) ? maxValue : minValue;
  return {
    ...(start === first ? {} : { start }),
    ...(increment === "1" ? {} : { increment }),
    ...(minValue === bounds.minValue ? {} : { minValue }),
    ...(maxValue === bounds.maxValue ? {} : { maxValue }),
    ...(cache === "1" ? {} : { cache }),
    ...(cycle ? { cycle } : {}),
  };
}

/** A change of options. Absent: it stays as it is. */
export interface SequenceOptionChanges {
  readonly start?: string;
  readonly increment?: string;
  /** null: as far as the type reaches in its direction. */
  readonly minValue?: string | null;
  /** null: as far as the type reaches in its direction. */
  readonly maxValue?: string | null;
  readonly cache?: string;
  readonly cycle?: boolean;
  /** Starts over: where its position cannot be kept. */
  readonly restart?: true;
  /**
   * Where it goes on if it is not within the new bounds yet: it was never used, or has still to reach them. Absent: the bounds only get
   * wider.
   */
  readonly position?: string;
}

interface Typed {
  readonly options: SequenceOptions;
  /** Absent: `bigint`. */
  readonly dataType?: string;
}

type Bound = "minValue" | "maxValue";

const bounds: readonly Bound[] = ["minValue", "maxValue"];

const isNarrower = (bound: Bound, had: FullOptions, wanted: FullOptions): boolean =>
  bound === "minValue" ? BigInt(had[bound]) < BigInt(wanted[bound]) : BigInt(had[bound]) > BigInt(wanted[bound]);

/** Whether a sequence can have a position that it cannot have any more. */
export function narrows(from: Typed, to: Typed): boolean {
  const [had, wanted] = [from, to].map(({ options, dataType = "bigint" }) => fullOptions(options, dataType)) as [FullOptions, FullOptions];
  return bounds.some((bound) => isNarrower(bound, had, wanted));
}

/** What must be said to turn one into the other. A bound at the end of its type moves with the type by itself. */
export function changedOptions(from: Typed, to: Typed): SequenceOptionChanges {
  const had = fullOptions(from.options, from.dataType ?? "bigint");
  const wanted = fullOptions(to.options, to.dataType ?? "bigint");
  const turns = isDescending(had.increment) !== isDescending(wanted.increment);
  const retyped = from.dataType !== to.dataType;
  // One that was never used stands at its start, which can be out of the reach of another type.
  const isPassed = (bound: Bound): boolean =>
    retyped && (bound === "minValue" ? BigInt(had.start) < BigInt(wanted.minValue) : BigInt(had.start) > BigInt(wanted.maxValue));
  const isSaid = (bound: Bound): boolean => {
    const [old, next] = [from.options[bound], to.options[bound]];
    if (old === undefined && next === undefined) return turns || isPassed(bound);
    return had[bound] !== wanted[bound] || (retyped && old === undefined);
  };
  // With AS, ALTER SEQUENCE takes NO MINVALUE and NO MAXVALUE for the ends of the type when the old bound was one, whatever the direction.
  const isNumber = (bound: Bound): boolean => (turns ? retyped || isPassed(bound) : isPassed(bound) || isNarrower(bound, had, wanted));
  const unsaid = (bound: Bound): string | null => (isNumber(bound) ? wanted[bound] : null);
  return {
    ...(had.start === wanted.start ? {} : { start: wanted.start }),
    ...(had.increment === wanted.increment ? {} : { increment: wanted.increment }),
    ...(isSaid("minValue") ? { minValue: to.options.minValue ?? unsaid("minValue") } : {}),
    ...(isSaid("maxValue") ? { maxValue: to.options.maxValue ?? unsaid("maxValue") } : {}),
    ...(had.cache === wanted.cache ? {} : { cache: wanted.cache }),
    ...(had.cycle === wanted.cycle ? {} : { cycle: wanted.cycle }),
    ...(turns
      ? { restart: true }
      : bounds.some((bound) => isSaid(bound) && (to.options[bound] !== undefined || isNumber(bound)))
        ? positionWithin(had, wanted)
        : {}),
  };
}

/** A value that both the old and the new bounds have, near the new start; a sequence without one starts over. */
function positionWithin(had: FullOptions, wanted: FullOptions): Pick<SequenceOptionChanges, "restart" | "position"> {
  const [oldMin, oldMax, min, max] = [had.minValue, had.maxValue, wanted.minValue, wanted.maxValue].map(BigInt) as [
    bigint,
    bigint,
    bigint,
    bigint,
  ]; // four of them
  if (min <= oldMin && max >= oldMax) return {};
  const [low, high] = [min > oldMin ? min : oldMin, max < oldMax ? max : oldMax];
  if (low > high) return { restart: true };
  const start = BigInt(wanted.start);
  return { position: String(start < low ? low : start > high ? high : start) };
}

/** The options after a change, without defaults. `dataType` is the one after it, `before` the one the options are of. */
export function applyOptions(
  options: SequenceOptions,
  changes: SequenceOptionChanges,
  dataType = "bigint",
  before = dataType,
): SequenceOptions {
  const full = fullOptions(options, before);
  const bound = (name: "minValue" | "maxValue"): string | undefined =>
    changes[name] === null ? undefined : (changes[name] ?? options[name] ?? (turnsWithout(changes, options) ? full[name] : undefined));
  const minValue = bound("minValue");
  const maxValue = bound("maxValue");
  return withoutDefaultOptions(
    {
      start: changes.start ?? full.start,
      increment: changes.increment ?? full.increment,
      ...(minValue === undefined ? {} : { minValue }),
      ...(maxValue === undefined ? {} : { maxValue }),
      cache: changes.cache ?? full.cache,
      ...((changes.cycle ?? full.cycle) ? { cycle: true } : {}),
    },
    dataType,
  );
}

/** Turning round alone leaves the bounds where they were. */
const turnsWithout = ({ increment }: SequenceOptionChanges, options: SequenceOptions): boolean =>
  increment !== undefined && isDescending(increment) !== isDescending(options.increment ?? "1");

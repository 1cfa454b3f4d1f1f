// The door for revision files of projects that have installed only this package: types alone.
export type { Op } from "@migts/core/op";

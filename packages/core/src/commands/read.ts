// The commands that only read. They share nearly all that they load, so they are loaded together.
export { branches } from "./graph/branches.ts";
export { heads } from "./graph/heads.ts";
export { history } from "./graph/history.ts";
export { show } from "./graph/show.ts";
export { current } from "./run/current.ts";

import { readFileSync } from "node:fs";

/** What is used of WebAssembly: neither the language's types nor Node's declare it. */
declare const WebAssembly: {
  readonly Module: {
    new (bytes: Uint8Array): object;
    imports(module: object): readonly { readonly module: string; readonly name: string }[];
  };
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
};

/** What the file exports, as wasm-bindgen writes it: texts are handed over in the memory, by place and length. */
interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  /** Two numbers in give two back; older ones also want the place where they put them. */
  readonly lint: (...places: readonly number[]) => readonly [number, number] | undefined;
  readonly __wbindgen_malloc: (size: number, align: number) => number;
  readonly __wbindgen_add_to_stack_pointer?: (by: number) => number;
  readonly __wbindgen_externrefs?: { readonly grow: (by: number) => number; readonly set: (at: number, value: unknown) => void };
  readonly __wbindgen_start?: () => void;
}

/**
 * Prisma's validation from a file with its WASM. The command of Prisma has that file beside it, without code that others could load.
 */
export function lintIn(file: string, input: string): string {
  const exports = load(file);
  const { __wbindgen_malloc: allocate } = exports;
  const text = new TextEncoder().encode(input);
  const place = allocate(text.length, 1) >>> 0;
  new Uint8Array(exports.memory.buffer).set(text, place);
  const [start, length] = called(exports, place, text.length);
  return new TextDecoder().decode(new Uint8Array(exports.memory.buffer, start >>> 0, length >>> 0));
}

function called(
  { lint, memory, __wbindgen_add_to_stack_pointer: stack }: Exports,
  place: number,
  length: number,
): readonly [number, number] {
  if (stack === undefined) return lint(place, length) ?? [0, 0];
  const result = stack(-16);
  lint(result, place, length);
  const view = new DataView(memory.buffer);
  return [view.getInt32(result, true), view.getInt32(result + 4, true)];
}

function load(file: string): Exports {
  const module = new WebAssembly.Module(readFileSync(file));
  const imports: Record<string, Record<string, () => void>> = {};
  let exports: Exports | undefined;
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] = { ...imports[from], [name]: name.includes("init_externref_table") ? () => initialize(exports) : () => refuse(name) };
  }
  exports = new WebAssembly.Instance(module, imports).exports as Exports; // of a Prisma whose version was looked at
  const { __wbindgen_start: start } = exports;
  start?.();
  return exports;
}

/** The values that the table begins with. */
function initialize({ __wbindgen_externrefs: table }: Pick<Exports, "__wbindgen_externrefs"> = {}): void {
  if (table === undefined) return;
  const first = table.grow(4);
  table.set(0, undefined);
  [undefined, null, true, false].forEach((value, at) => table.set(first + at, value));
}

/** Validation needs nothing else of its surroundings, unless to say that it failed. */
function refuse(name: string): never {
  throw new Error(`Prisma's validation calls ${name}.`);
}

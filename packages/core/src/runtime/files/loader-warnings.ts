/** Warnings of Node about how it loads a file. They are of no use to somebody who runs a migration. */
const isAboutLoading = (text: string, code: string): boolean =>
  code === "MODULE_TYPELESS_PACKAGE_JSON" ||
  /\b(?:type stripping|stripTypeScriptTypes|loading ES Module|Failed to load the ES module)\b/iu.test(text);

let loads = 0;
const original = (): PropertyDescriptor => Object.getOwnPropertyDescriptor(process, "emitWarning") ?? {};
let before = original();

function emitOthers(warning: string | Error, ...rest: readonly unknown[]): void {
  const [options, code] = rest;
  const text = warning instanceof Error ? warning.message : warning;
  const named = typeof options === "object" && options !== null && "code" in options ? options.code : code;
  if (!isAboutLoading(text, String(named))) Reflect.apply(before.value as typeof emitOthers, process, [warning, ...rest]);
}

/** Loads a module without Node's remarks about its syntax on standard error. Other warnings are shown as ever. */
export async function withoutLoaderWarnings<Result>(load: () => Promise<Result>): Promise<Result> {
  if (loads === 0) {
    before = original();
    process.emitWarning = emitOthers;
  }
  loads += 1;
  try {
    return await load();
  } finally {
    loads -= 1;
    if (loads === 0) Object.defineProperty(process, "emitWarning", before);
  }
}

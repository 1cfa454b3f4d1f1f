import { isMigError, MigError } from "../../errors.ts";

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "it is on a read-only file system",
  ENOSPC: "the disk is full",
  ENOTDIR: "a part of its path is a file, not a folder",
  EISDIR: "it is a folder",
  ENOENT: "it does not exist",
  ENAMETOOLONG: "its name is too long",
};

/** A failure of the system at a file of the user's, as an error; anything else stays what it is. */
export function fileError(error: unknown, file: string, doing: "read" | "write"): unknown {
  if (isMigError(error) || !(error instanceof Error) || !("syscall" in error) || !("code" in error)) return error;
  return new MigError(
    "FILE_FAILED",
    { file, doing, problem: reasons[String(error.code)] ?? String(error.code) },
    { cause: error, place: { file } },
  );
}

/** Does something with a file; what the system refuses is a FILE_FAILED. */
export function withFile<Result>(file: string, doing: "read" | "write", use: () => Result): Result {
  try {
    return use();
  } catch (error) {
    throw fileError(error, file, doing);
  }
}

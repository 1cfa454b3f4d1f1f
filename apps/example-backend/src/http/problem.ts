/** One field of a request that is not as it should be. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

/** A request that cannot be answered as asked. It becomes the JSON body `{ error: { code, message, fields? } }`. */
export class HttpProblem extends Error {
  override readonly name = "HttpProblem";
  readonly status: number;
  readonly code: string;
  readonly fields: readonly FieldProblem[];

  constructor(status: number, code: string, message: string, fields: readonly FieldProblem[] = []) {
    super(message);
    this.status = status;
    this.code = code;
    this.fields = fields;
  }
}

export const notFound = (what: string): HttpProblem => new HttpProblem(404, "not_found", `There is no such ${what}.`);

export const conflict = (code: string, message: string): HttpProblem => new HttpProblem(409, code, message);

export const invalidInput = (fields: readonly FieldProblem[]): HttpProblem =>
  new HttpProblem(400, "invalid_input", fields.map(({ field, message }) => `${field} ${message}`).join("; "), fields);

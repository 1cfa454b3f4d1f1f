/** One intended change: plain data with a `kind`. */
export interface AnyOperation {
  readonly kind: string;
}

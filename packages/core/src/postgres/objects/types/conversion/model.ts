/** How texts get from one encoding into another, between client and server. */
export interface Conversion {
  readonly kind: "conversion";
  readonly schema: string;
  readonly name: string;
  /** An encoding, such as `UTF8`. */
  readonly from: string;
  /** An encoding, such as `LATIN1`. */
  readonly to: string;
  /** The function that does it. */
  readonly function: { readonly schema: string; readonly name: string };
  /** It is taken for these encodings. */
  readonly default?: true;
}

/** How values of a type get into functions of a language, and out of them. */
export interface Transform {
  readonly kind: "transform";
  /** The type and the language: `public.pair LANGUAGE plpython3u`. Its identity. */
  readonly name: string;
  readonly type: string;
  readonly language: string;
  /** The function that takes a value into the language, with the argument `internal`. Absent: it is as without a transform. */
  readonly fromSql?: { readonly schema: string; readonly name: string };
  /** The function that takes a value out of the language, with the argument `internal`. Absent: it is as without a transform. */
  readonly toSql?: { readonly schema: string; readonly name: string };
}

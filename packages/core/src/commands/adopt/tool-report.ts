/** A migration tool. */
export interface ToolReport {
  readonly id: string;
  readonly name: string;
  /** Where it writes down what ran. Absent: nowhere. */
  readonly table?: string;
}

/** What a person asks for with --explain. */
export const explainOption = {
  flags: "--explain",
  description: "tell each difference with both sides, why it counts, and what answers it",
};

/** How a command is asked to name what the configuration leaves alone. */
export const verboseOption = { flags: "-v, --verbose", description: "name what the configuration leaves alone" };

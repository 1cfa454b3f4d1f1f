import type { Command } from "../command.ts";
import { scripts, shells } from "../completion/scripts.ts";

export const completion: Command = {
  arguments: [{ name: "<shell>", description: "the shell to complete in", choices: shells }],
  options: [],
  examples: [
    "mig completion bash >> ~/.bashrc",
    "mig completion zsh > ~/.zfunc/_mig",
    "mig completion fish > ~/.config/fish/completions/mig.fish",
  ],
  run: async (_context, [shell]) => {
    const script = scripts[shell as keyof typeof scripts]; // the parser has refused all others
    return { data: { shell, script }, text: script, isScript: true };
  },
};

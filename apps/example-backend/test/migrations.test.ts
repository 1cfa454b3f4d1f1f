import { migrationSteps } from "@migts/test";
import { inject, test } from "vitest";
import { appFolder } from "./app-folder.ts";

// Every revision of the application goes up, down and up again with made-up rows: design and values are compared.

const [{ url } = { url: "" }] = inject("servers").slice(-1);

for (const step of await migrationSteps({ cwd: appFolder, url })) test(step.name, step.run);

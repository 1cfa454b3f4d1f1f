import { servers } from "@migts/testkit";
import { judgeCases } from "./judge-cases.ts";

// The cases of all kinds on the newest server, whose words are in the files.
judgeCases(servers().slice(-1));

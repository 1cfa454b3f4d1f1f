// The door for CommonJS, and for jest, whose sandbox cannot load modules of ECMAScript: what is loaded by Node's own `process` is outside of it.
const { createRequire } = require("node:vm").runInThisContext("process").getBuiltinModule("node:module");
module.exports = createRequire(__filename)("./dist/index.js");
0 && (module.exports = { databaseFixture, migrationSteps, migrationTest, testDatabase, testMigrations }); // tells Node the names

// The door for CommonJS, and for jest, whose sandbox cannot load modules of ECMAScript: what is loaded by Node's own `process` is outside
// of it.
const { createRequire } = require("node:vm").runInThisContext("process").getBuiltinModule("node:module");
const door = createRequire(__filename)("./dist/index.js");

exports.databaseFixture = door.databaseFixture;
exports.migrationSteps = door.migrationSteps;
exports.migrationTest = door.migrationTest;
exports.testDatabase = door.testDatabase;
exports.testMigrations = door.testMigrations;

// Preloaded into a command: writes down, in the file BENCH_MESSAGES, the messages of SQL that it sends to the server, in their order.
const { writeFileSync } = require("node:fs");
const { Socket } = require("node:net");

const simpleQuery = "Q".codePointAt(0); // https://www.postgresql.org/docs/current/protocol-message-formats.html
const messages = [];
const write = Reflect.get(Socket.prototype, "write");
Socket.prototype.write = function (data, ...rest) {
  if (Buffer.isBuffer(data) && data[0] === simpleQuery) messages.push(data.toString("utf8", 5, data.length - 1));
  return Reflect.apply(write, this, [data, ...rest]);
};
process.on("exit", () => writeFileSync(process.env.BENCH_MESSAGES, JSON.stringify(messages)));

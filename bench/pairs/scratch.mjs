import { queryRows, withClient } from "@migts/testkit/server";

let made = 0;

/** A new database in which a script has run. Roles that it takes as given are made before. */
export async function databaseWith(server, script) {
  for (;;) {
    made += 1;
    const name = `pair_${made}`;
    await queryRows(server.url, `create database ${name} template template0 strategy file_copy`);
    const missing = await runScript(server.urlOf(name), script).then(() => undefined, missingRole);
    if (missing === undefined) return server.urlOf(name);
    await makeRole(server, missing);
  }
}

function missingRole(error) {
  const role = /^role "(.+)" does not exist$/u.exec(error.message)?.[1];
  if (role === undefined) throw error;
  return role;
}

const rolesOf = (server) => queryRows(server.url, "select rolname from pg_roles").then((rows) => rows.map(({ rolname }) => rolname));

const makeRole = (server, role) => queryRows(server.url, `create role "${role.replaceAll('"', '""')}"`);

/** Has each of two servers have the roles of the other: they are no part of a schema, and who deploys one makes them before. */
export async function shareRoles(left, right) {
  const [had, has] = [await rolesOf(left), await rolesOf(right)];
  for (const role of has) if (!had.includes(role)) await makeRole(left, role);
  for (const role of had) if (!has.includes(role)) await makeRole(right, role);
}

export const runScript = (url, script) => withClient(url, (client) => client.query(script));

/** Drops the databases of a run and the roles that its scripts made. */
export async function cleanServer(server) {
  const databases = await queryRows(server.url, "select datname from pg_database where datname like 'pair\\_%'");
  for (const { datname } of databases) {
    const subscriptions = await queryRows(
      server.url,
      "select format('%I', subname) as name from pg_subscription where subdbid = (select oid from pg_database where datname = $1)",
      [datname],
    );
    for (const { name } of subscriptions)
      for (const sql of [
        `alter subscription ${String(name)} disable`,
        `alter subscription ${String(name)} set (slot_name = none)`,
        `drop subscription ${String(name)}`,
      ])
        await queryRows(server.urlOf(datname), sql).catch(() => undefined);
    await queryRows(server.url, `drop database ${String(datname)} with (force)`);
  }
  for (let round = 0; round < 5; round += 1) {
    const roles = await queryRows(
      server.url,
      "select format('%I', rolname) as name from pg_roles where rolname <> 'postgres' and rolname !~ '^pg_'",
    );
    if (roles.length === 0) return;
    for (const { name } of roles)
      for (const sql of [`drop owned by ${String(name)} cascade`, `drop role ${String(name)}`])
        await queryRows(server.url, sql).catch(() => undefined);
  }
}

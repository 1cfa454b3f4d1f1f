import { literal, sql } from "../../../postgres/sql/sql.ts";
import { ask } from "../../../runtime/ask.ts";
import type { Row } from "../../../runtime/session.ts";
import { shown } from "../../../errors/shown.ts";
import { ok, problem, warning, type Finding } from "../finding.ts";
import type { With } from "../subject.ts";

interface RightsRow extends Row {
  readonly role: string;
  readonly database: string;
  readonly superuser: boolean;
  readonly createDatabase: boolean;
  readonly createSchema: boolean;
  readonly standby: boolean;
  /** Null: the schema is not there. */
  readonly create: boolean | null;
  /** Null: the table is not there. */
  readonly version: boolean | null;
  readonly log: boolean | null;
}

/** Whether the role may do what runs do: create in the schema, and write mig's tables. */
export async function checkRights({ project, session }: With<"project" | "session">): Promise<readonly Finding[]> {
  const { version, log } = project.tables;
  const tableSql = (table: typeof version): string => {
    const name = literal(sql`${table}`.sql);
    return sql`(select pg_catalog.bool_and(pg_catalog.has_table_privilege(t.oid, p)) from (select pg_catalog.to_regclass(${name}) as oid) t,
      pg_catalog.unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE']) p where t.oid is not null)`.sql;
  };
  const schemaName = literal(sql`${{ name: version.schema }}`.sql);
  const [[row] = []] = (await ask(session, [
    `select current_user::text as role, pg_catalog.current_database()::text as database, r.rolsuper as superuser,
      r.rolsuper or r.rolcreatedb as "createDatabase",
      pg_catalog.has_database_privilege(pg_catalog.current_database(), 'CREATE') as "createSchema",
      pg_catalog.pg_is_in_recovery() as standby,
      pg_catalog.has_schema_privilege(pg_catalog.to_regnamespace(${schemaName.sql}), 'CREATE') as create,
      ${tableSql(version)} as version, ${tableSql(log)} as log
    from pg_catalog.pg_roles r where r.rolname = current_user`,
  ])) as readonly (readonly RightsRow[])[];
  if (row === undefined) return [];
  const role = shown(row.role);
  return [
    ok("role", row.superuser ? `${role}, a superuser.` : `${role}.`),
    ...writable(row),
    ...creates(row, version.schema),
    ...[["version", version] as const, ["log", log] as const].flatMap(([key, { schema, name }]) =>
      row[key] === false
        ? [
            problem(
              "rights",
              `${role} may not read and write ${schema}.${name}.`,
              `grant select, insert, update, delete on ${sql`${{ schema, name }}`.sql} to ${sql`${{ name: row.role }}`.sql}`,
            ),
          ]
        : [],
    ),
    ...scratch(row, project.config.scratchUrl !== undefined),
  ];
}

const writable = ({ standby }: RightsRow): readonly Finding[] =>
  standby ? [problem("rights", "The server is a standby: nothing can be written.", "Set the URL of the primary server.")] : [];

function creates({ create, createSchema, role, database }: RightsRow, schema: string): readonly Finding[] {
  if (create === true) return [ok("rights", `${shown(role)} may create in the schema ${schema}.`)];
  const to = sql`${{ name: role }}`.sql;
  if (create === false)
    return [
      problem(
        "rights",
        `${shown(role)} may not create in the schema ${schema}.`,
        `grant usage, create on schema ${sql`${{ name: schema }}`.sql} to ${to}`,
      ),
    ];
  if (createSchema) return [ok("rights", `The schema ${schema} will be created.`)];
  return [
    problem(
      "rights",
      `The schema ${schema} does not exist, and ${shown(role)} may not create it.`,
      `grant create on database ${sql`${{ name: database }}`.sql} to ${to}`,
    ),
  ];
}

/** Models in SQL, and rebuilt histories, need scratch databases. */
const scratch = ({ createDatabase, role }: RightsRow, isConfigured: boolean): readonly Finding[] =>
  isConfigured
    ? [ok("scratch", "scratchUrl says where scratch databases are made.")]
    : createDatabase
      ? [ok("scratch", `${shown(role)} may create scratch databases.`)]
      : [
          warning(
            "scratch",
            `${shown(role)} may not create databases. Models in SQL need a scratch database.`,
            "Set scratchUrl in the configuration, if you have models in SQL.",
          ),
        ];

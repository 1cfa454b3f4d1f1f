/**
 * A schema `trap` with a copy of everything in pg_catalog that SQL can name: functions, aggregates, operators, types and relations.
 * Whoever runs one is found out: the copy counts, names itself and fails. Put before pg_catalog on a search_path, it shows each
 * name that is looked for there.
 */
export const trapsSql = `
create schema trap;
create sequence trap.hits;
grant usage on schema trap to public;
grant usage on sequence trap.hits to public;
do $plant$
declare
  one record;
  planted int := 0;
begin
  for one in
    select p.oid, p.proname, p.prokind, pg_catalog.pg_get_function_identity_arguments(p.oid) as args, pg_catalog.format_type(p.prorettype, null) as result, p.proretset, p.provariadic <> 0 as variadic, p.pronargs,
      (select pg_catalog.string_agg(pg_catalog.format_type(t.type, null), ', ' order by t.at) from pg_catalog.unnest(p.proargtypes) with ordinality t (type, at)) as types
    from pg_catalog.pg_proc p
    where p.pronamespace = 'pg_catalog'::regnamespace and p.prokind in ('f', 'a')
  loop
    begin
      if one.prokind = 'f' and not one.proretset then
        execute pg_catalog.format('create function trap.%I(%s) returns %s language plpgsql as %L', one.proname, one.types, one.result,
          pg_catalog.format('begin perform pg_catalog.nextval(''trap.hits''); raise exception %L; end', 'TRAP ' || one.proname || '(' || pg_catalog.coalesce_text(one.types) || ')'));
        planted := planted + 1;
      elsif one.prokind = 'a' and one.pronargs = 0 then
        execute pg_catalog.format('create function trap.step_%s(bigint) returns bigint language plpgsql as %L', one.oid, 'begin perform pg_catalog.nextval(''trap.hits''); raise exception ''TRAP aggregate''; end');
        execute pg_catalog.format('create aggregate trap.%I(*) (sfunc = trap.step_%s, stype = bigint, initcond = ''0'')', one.proname, one.oid);
      elsif one.prokind = 'a' then
        execute pg_catalog.format('create function trap.step_%s(bigint, %s) returns bigint language plpgsql as %L', one.oid, one.types, 'begin perform pg_catalog.nextval(''trap.hits''); raise exception ''TRAP aggregate''; end');
        execute pg_catalog.format('create aggregate trap.%I(%s) (sfunc = trap.step_%s, stype = bigint, initcond = ''0'')', one.proname, one.types, one.oid);
      end if;
    exception when others then null; -- not to be had in SQL
    end;
  end loop;
  for one in
    select o.oprname, pg_catalog.format_type(nullif(o.oprleft, 0), null) as l, pg_catalog.format_type(o.oprright, null) as r, o.oprleft = 0 as prefix, p.proname
    from pg_catalog.pg_operator o join pg_catalog.pg_proc p on p.oid = o.oprcode where o.oprnamespace = 'pg_catalog'::regnamespace
  loop
    begin
      execute pg_catalog.format('create operator trap.%s (%s rightarg = %s, function = trap.%I)', one.oprname, case when one.prefix then '' else 'leftarg = ' || one.l || ',' end, one.r, one.proname);
      planted := planted + 1;
    exception when others then null;
    end;
  end loop;
  for one in select relname from pg_catalog.pg_class where relnamespace = 'pg_catalog'::regnamespace and relkind in ('r', 'v') loop
    execute pg_catalog.format('create table trap.%I ()', one.relname);
  end loop;
  if planted < 2000 then raise exception 'only % traps could be set', planted; end if;
end
$plant$;
`.replaceAll("pg_catalog.coalesce_text(one.types)", "coalesce(one.types, '')");

/**
 * Operators that fit varchar better than PostgreSQL's own, and functions that fit better than polymorphic ones, in a schema behind
 * pg_catalog.
 */
export const closerTrapsSql = `
create sequence public.hits;
do $plant$
declare
  operator text; l text; r text; function text; at int := 0;
begin
  foreach operator in array array['=', '<>', '<', '>', '<=', '>=', '||', '~', '!~', '->>', '#>>', '+', '-', '*', '/'] loop
    foreach l in array array['varchar', 'text', 'name', 'numeric', 'integer', 'bigint', 'real', 'jsonb', 'oid', '"char"'] loop
      foreach r in array array['varchar', 'text', 'name', 'numeric', 'integer', 'bigint', 'real', 'jsonb', 'oid', '"char"'] loop
        at := at + 1;
        execute format('create function public.trap_%s(%s, %s) returns boolean language plpgsql as %L', at, l, r, 'begin perform pg_catalog.nextval(''public.hits''); raise exception ''TRAP ' || operator || ' (' || l || ', ' || r || ')''; end');
        execute format('create operator public.%s (leftarg = %s, rightarg = %s, function = public.trap_%s)', operator, l, r, at);
      end loop;
    end loop;
  end loop;
  foreach function in array array['to_json(text)', 'to_jsonb(text)', 'to_json(integer)', 'to_jsonb(integer)', 'array_to_string(text[], text)', 'array_to_string(integer[], text)', 'setval(regclass, integer)', 'count(integer)', 'set_config(varchar, varchar, boolean)', 'pg_try_advisory_xact_lock(integer)', 'to_regclass(varchar)'] loop
    execute format('create function public.%s returns boolean language plpgsql as %L', function, 'begin perform pg_catalog.nextval(''public.hits''); raise exception ''TRAP ' || function || '''; end');
  end loop;
end
$plant$;
`;

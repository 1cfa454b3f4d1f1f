import { dollarQuoted, quoteLiteral } from "../../../sql/literal.ts";

/** SQL that fails, as DROP without CASCADE does, if anything else depends on a type, on what comes with it, or on its function. */
export const dependentsCheck = ({ type, routine }: { readonly type: string; readonly routine: string }): string =>
  `do ${dollarQuoted(`declare others text; begin
  with recursive gone(classid, objid) as (
    values ('pg_catalog.pg_type'::pg_catalog.regclass::pg_catalog.oid, ${quoteLiteral(type)}::pg_catalog.regtype::pg_catalog.oid),
      ('pg_catalog.pg_proc'::pg_catalog.regclass::pg_catalog.oid, ${quoteLiteral(routine)}::pg_catalog.regprocedure::pg_catalog.oid)
    union
    select d.classid, d.objid from gone g join pg_catalog.pg_depend d on d.refclassid = g.classid and d.refobjid = g.objid and d.deptype = 'i'
  )
  select pg_catalog.string_agg(distinct pg_catalog.pg_describe_object(d.classid, d.objid, d.objsubid), ', ') into others
  from gone g join pg_catalog.pg_depend d on d.refclassid = g.classid and d.refobjid = g.objid
  where (d.classid, d.objid) not in (select o.classid, o.objid from gone o);
  if others is not null then
    raise dependent_objects_still_exist using message = ${quoteLiteral(`cannot drop type ${type} because other objects depend on it`)}, detail = others;
  end if;
end`)}`;

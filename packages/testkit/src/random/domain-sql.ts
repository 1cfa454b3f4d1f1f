import type { DomainDesign } from "./domain-design.ts";
import { baseType, placed, quoted, text, type Shown } from "./shown.ts";

export const domainsSql = (design: Shown): readonly string[] => design.domains.flatMap((domain, at) => domainSql(domain, at, design));

function domainSql(domain: DomainDesign, at: number, design: Shown): readonly string[] {
  const { base, variant, notNull, checks, comment } = domain;
  const before = design.domains[at - 1];
  const type = base.sql === "@before" ? (before === undefined ? "text" : placed(before)) : baseType(base.sql, design);
  const name = placed(domain);
  const own = checks.flatMap((check) => {
    const condition = base.checks[check.at % Math.max(base.checks.length, 1)];
    return condition === undefined ? [] : [{ ...check, condition }];
  });
  return [
    `create domain ${name} as ${type} ${base.extras[variant % base.extras.length] ?? ""} ` +
      (notNull === "no" ? "" : `${notNull === "named" ? 'constraint "it is there" ' : ""}not null`),
    ...own.map(
      (check) => `alter domain ${name} add constraint ${quoted(check.name)} check (${check.condition})${check.isValid ? "" : " not valid"}`,
    ),
    ...(comment ? [`comment on domain ${name} is ${text(`about "it"'s`)}`] : []),
    ...(comment && own[0] !== undefined ? [`comment on constraint ${quoted(own[0].name)} on domain ${name} is 'why'`] : []),
  ];
}

const shape = /^(?<date>\d{4}-\d\d-\d\d)[Tt ](?<time>\d\d:\d\d:\d\d)(?:\.(?<fraction>\d+))?(?<zone>[Zz]|[+-]\d\d:\d\d)$/u;

/**
 * An RFC 3339 instant as PostgreSQL prints it for a type, in a session that keeps UTC. A type without time zone takes
 * date and time as written and ignores the offset. `undefined`: it is none.
 */
export function printDateTime(text: string, type: string): string | undefined {
  const parts = shape.exec(text)?.groups;
  if (parts === undefined) return undefined;
  const { date = "", time = "", fraction = "", zone = "" } = parts;
  const seconds = fraction.replace(/0+$/u, "");
  const behind = seconds === "" ? "" : `.${seconds}`;
  if (type === "date") return date;
  if (fraction.length > 6) return `${date} ${time}.${fraction} ${/^[Zz]$/u.test(zone) ? "+00:00" : zone}`; // rounding is the server's
  if (type === "time without time zone") return `${time}${behind}`;
  if (type === "time with time zone") return `${time}${behind}${shortOffset(zone)}`;
  if (type === "timestamp without time zone") return `${date} ${time}${behind}`;
  const instant = new Date(`${date}T${time}${zone.toUpperCase()}`);
  if (Number.isNaN(instant.getTime())) return undefined;
  return `${instant.toISOString().slice(0, 19).replace("T", " ")}${behind}+00`;
}

function shortOffset(zone: string): string {
  if (/^[Zz]$/u.test(zone)) return "+00";
  return zone.endsWith(":00") ? zone.slice(0, 3) : zone;
}

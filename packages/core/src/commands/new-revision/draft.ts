/** A new id: 12 hexadecimal digits. */
export const newRevisionId = (): string => Buffer.from(crypto.getRandomValues(new Uint8Array(6))).toString("hex");

const usualSlugLength = 40;

/** A message as a part of a file name: its letters and digits in lower case, cut between words where it can be. */
export function slugOf(message: string, longest: number = usualSlugLength): string {
  const words =
    message
      .normalize("NFC")
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}_]+/gu) ?? [];
  let slug = "";
  for (const word of words) {
    const longer = slug === "" ? word : `${slug}_${word}`;
    if (Array.from(longer).length > longest) break;
    slug = longer;
  }
  return slug === ""
    ? Array.from(words[0] ?? "")
        .slice(0, longest)
        .join("")
    : slug;
}

/** What a file name can be made of. */
export interface NameParts {
  readonly revision: string;
  readonly message: string;
  readonly createdAt: Moment;
  /** Absent: 40. */
  readonly slugLength?: number;
}

/** Fills a template such as "{revision}_{slug}". A message without letters leaves nothing behind the id. */
export function fileNameOf(template: string, { revision, message, createdAt, slugLength }: NameParts): string {
  const parts: Readonly<Record<string, string>> = { ...createdAt.parts, revision, slug: slugOf(message, slugLength) };
  const name = template.replaceAll(/\{(\w+)\}/gu, (whole, part: string) => parts[part] ?? whole);
  return `${name.replace(/[_-]+$/u, "")}.ts`;
}

/** A moment as it is written in a time zone. */
export interface Moment {
  /** `2026-11-25T02:30:00+01:00`; Z for UTC. */
  readonly text: string;
  readonly parts: Readonly<Record<"epoch" | "year" | "month" | "day" | "hour" | "minute" | "second", string>>;
}

const fields = {
  year: "numeric",
  month: "2-digit",
  day: "2-digit",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
  timeZoneName: "longOffset",
} as const;

export function momentIn(date: Date, timeZone: string = "UTC"): Moment {
  const found = new Map(new Intl.DateTimeFormat("en", { ...fields, timeZone }).formatToParts(date).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes): string => found.get(type) ?? "";
  const [year, month, day, hour, minute, second] = [part("year"), part("month"), part("day"), part("hour"), part("minute"), part("second")];
  const offset = part("timeZoneName")
    .replace(/^GMT(?:\+00:00)?$/u, "Z")
    .replace("GMT", "");
  return {
    text: `${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`,
    parts: { epoch: String(Math.floor(date.getTime() / 1000)), year, month, day, hour, minute, second },
  };
}

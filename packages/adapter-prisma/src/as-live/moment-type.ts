const moment = /^(?<word>time|timestamp)(?:\((?<digits>\d)\))?(?<zone> with(?:out)? time zone)(?<list>\[\])?$/u;

/**
 * The wanted type, spelt as the database has it where it is the same moment or time of day to Prisma. A type of which no digits of a
 * second are said is any to it: six in the database, or, in a list, those of the models.
 */
export const momentAsLive = (wanted: string, live: string): string => (wanted !== live && isSameMoment(wanted, live) ? live : wanted);

function isSameMoment(wanted: string, live: string): boolean {
  const [asked, there] = [moment.exec(wanted)?.groups, moment.exec(live)?.groups];
  if (
    asked === undefined ||
    there === undefined ||
    asked["word"] !== there["word"] ||
    asked["zone"] !== there["zone"] ||
    asked["list"] !== there["list"]
  )
    return false;
  if (asked["digits"] === undefined || asked["digits"] === (there["digits"] ?? "6")) return true;
  return there["digits"] === undefined && there["list"] !== undefined;
}

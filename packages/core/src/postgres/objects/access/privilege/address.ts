import type { Kinds } from "../../../../operation/kinds.ts";
import { addressesOf } from "../../addresses.ts";
import type { Address } from "../../kind.ts";
import { resource } from "../../resources.ts";
import type { Granted } from "./model.ts";

type Grantable = Address & { readonly grantedOn: NonNullable<Address["grantedOn"]> };

const isGrantable = (address: Address): address is Grantable => address.grantedOn !== undefined;

/** How the object is called on which rights are granted. Throws where nothing is granted on what has this word. */
export function addressFor({ of }: Granted, kinds: Kinds): Grantable {
  const all = addressesOf(kinds);
  const found = all.get(of);
  if (found !== undefined && isGrantable(found)) return found;
  const words = [...all].flatMap(([word, address]) => (isGrantable(address) ? [word] : []));
  throw new SyntaxError(`Nothing is granted on "${of}". It is one of ${words.toSorted().join(", ")}.`);
}

/** What the rights are a part of: the object, or the extension that brought it. */
export const grantedKey = (of: Granted, kinds: Kinds): string =>
  of.extension === undefined ? addressFor(of, kinds).key(of) : resource.extension(of.extension);

/** What a role may do with a relation as a whole: taking that takes the same from its columns. */
export const rightsKey = ({ schema = "", table, name, role }: Granted): string =>
  `rights of ${role} on ${resource.relation(schema, table ?? name)}`;

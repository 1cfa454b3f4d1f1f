import type { SchemaCase } from "./schema-cases.ts";

/** To Prisma a value that stands where a list may stand is a list of one. */
export const singleValueCase: SchemaCase = {
  name: "a single value where a list may stand",
  text: `generator client {\n  provider = "prisma-client"\n  previewFeatures = "postgresqlExtensions"\n}\ndatasource db {
  provider = "postgresql"
  extensions = citext
  schemas = "public"
}
model Order {
  a Int
  b Int
  c String
  parent Order? @relation(name: "tree", fields: b, references: a)
  children Order[] @relation("tree")
  many Tag[]
  @@id(a)
  @@unique(fields: b)
  @@index(c(sort: Desc))
  @@index(fields: c, map: "one more")
  @@schema("public")
}
model Tag {
  id Int
  many Order[]
  @@id(id)
  @@schema("public")
}
`,
};

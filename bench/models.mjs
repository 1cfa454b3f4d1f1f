/** A schema.prisma of n tables: 14 columns, a key, 2 foreign keys, 3 indexes and a unique key each; an enum for every ten. */
export function modelsText(n) {
  const enums = Array.from({ length: Math.max(1, Math.floor(n / 10)) }, (_, at) => `enum Status${at} {\n  draft\n  active\n  closed\n}\n`);
  const models = Array.from({ length: n }, (_, at) => modelText(at, n, enums.length));
  return [
    `generator client {\n  provider = "prisma-client"\n  output   = "./generated"\n}\n`,
    `datasource db {\n  provider = "postgresql"\n}\n`,
    ...enums,
    ...models,
  ].join("\n");
}

function modelText(at, n, enums) {
  const parents = [(at * 7 + 1) % n, (at * 13 + 5) % n];
  const children = [];
  for (let child = 0; child < n; child += 1) {
    if ((child * 7 + 1) % n === at) children.push(`  first${child}    Table${child}[] @relation("first${child}")`);
    if ((child * 13 + 5) % n === at) children.push(`  second${child}   Table${child}[] @relation("second${child}")`);
  }
  return `model Table${at} {
  id          Int       @id @default(autoincrement())
  publicId    String    @default(dbgenerated("gen_random_uuid()")) @map("public_id") @db.Uuid
  name        String    @db.VarChar(200)
  description String?
  status      Status${at % enums} @default(active)
  amount      Decimal   @default(0) @db.Decimal(12, 2)
  quantity    Int       @default(1)
  isActive    Boolean   @default(true) @map("is_active")
  settings    Json      @default("{}")
  labels      String[]  @default([])
  createdAt   DateTime  @default(now()) @map("created_at") @db.Timestamptz(6)
  updatedAt   DateTime  @updatedAt @map("updated_at")
  firstId     Int?      @map("first_id")
  secondId    Int       @map("second_id")
  first       Table${parents[0]}?  @relation("first${at}", fields: [firstId], references: [id], onDelete: SetNull)
  second      Table${parents[1]}   @relation("second${at}", fields: [secondId], references: [id], onDelete: Cascade)
${children.join("\n")}

  @@unique([publicId, name])
  @@index([name])
  @@index([status, createdAt(sort: Desc)])
  @@index([firstId])
  @@map("table_${at}")
}
`;
}

/** The same models with `count` changes, each in a table of its own: a column, a type, an index, a default, a column less. */
export function changedText(text, count) {
  return text.replaceAll(/^model Table(\d+) \{[^]*?^\}/gmu, (model, at) =>
    Number(at) < count ? changes[Number(at) % changes.length](model) : model,
  );
}

const changes = [
  (model) => model.replace(/^  description .*$/mu, "$&\n  note        String?"),
  (model) => model.replace("VarChar(200)", "VarChar(300)"),
  (model) => model.replace("  @@index([name])", "  @@index([name])\n  @@index([quantity])"),
  (model) => model.replace("@default(1)", "@default(2)"),
  (model) => model.replace(/^  settings .*\n/mu, ""),
];

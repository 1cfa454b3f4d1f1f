// What `prisma` is told by the scripts beside this file. The URL is not on its command line, where other users of the machine would see it.
export default { schema: "../prisma/schema.prisma", datasource: { url: process.env.DATABASE_URL ?? "" } };

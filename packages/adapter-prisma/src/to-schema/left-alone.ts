/** Tables that Prisma leaves alone, whatever the models say of them: those of PostGIS, and the one that Prisma Migrate keeps. */
const names = /^(?:spatial_ref_sys|geometry_columns|geography_columns|raster_columns|raster_overviews|_prisma_migrations)$/iu;

export const isLeftAlone = (table: string): boolean => names.test(table);

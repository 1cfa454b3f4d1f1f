// A row of the matrix is tried and told; one that fails does not stop the others.

/** @typedef {{ readonly row: string, readonly error?: any }} Row */
/**
 * @typedef {{ readonly folder: string, readonly registry: import("./registry.mjs").Registry, readonly newDatabase: () => Promise<string> }}
 * Given
 */

/** @param {string} row @param {() => Promise<void>} work @returns {Promise<Row>} */
export const tried = (row, work) =>
  work().then(
    () => ({ row }),
    (error) => ({ row, error }),
  );

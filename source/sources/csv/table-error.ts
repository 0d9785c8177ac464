/** A table cannot be read as it is; the message says what to do. */
export class TableError extends Error {}

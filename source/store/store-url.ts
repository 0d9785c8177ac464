/** Whether a store is a file or on a server; loaded by every command, and so a file of its own. */

export const isUrl = (store: string): boolean => /^[a-z]+:\/\//i.test(store);

export const isPostgresUrl = (store: string): boolean => /^postgres(ql)?:\/\//i.test(store);

/** A URL without the password that may stand in it. */
export const withoutPassword = (url: string): string => url.replace(/(:\/\/[^/@:]*):[^/]*@/, '$1@');

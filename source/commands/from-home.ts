import { homedir } from 'node:os';

/** A path that was typed on the screen, `~` as shells have it: it goes through none. */
export const fromHome = (path: string): string => path.replace(/^~(?=\/)/, homedir());

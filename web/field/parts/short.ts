/** The last four characters of a key: enough to tell two residents of a grid apart, and no name. */
export const shortOf = (key: string): string => key.slice(-4).toUpperCase();

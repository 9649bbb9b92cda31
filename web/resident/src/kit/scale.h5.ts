/** scale: a browser enlarges the page itself. */
export const scale = (): number => 1

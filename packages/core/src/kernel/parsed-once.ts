/** How zod is to parse what is parsed once: the code that it makes for a schema costs more than such a parse takes. */
export const parsedOnce = { jitless: true } as const

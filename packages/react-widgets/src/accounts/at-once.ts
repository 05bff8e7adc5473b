/** How something is asked for that a person waits for: that there is no network is said at once. */
export const atOnce = { networkMode: 'always', retry: false } as const

/** How a session's state is coloured; its word stands beside. */
export const TONE = { draft: "warning", published: "good", superseded: "plain" } as const;

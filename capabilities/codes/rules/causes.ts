/** Why a colour was looked at again; kept with every decision. `hold`: a held recolouring was released; `repair`: a record failed its check. */
export const CAUSES = ["enrol", "evidence", "withdrawal", "list", "time", "settled", "hold", "repair"] as const;
export type Cause = (typeof CAUSES)[number];

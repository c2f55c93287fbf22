/** Why a colour was looked at again; kept with every decision. `hold`: a held recolouring was released. */
export const CAUSES = ["enrol", "evidence", "withdrawal", "list", "time", "settled", "hold"] as const;
export type Cause = (typeof CAUSES)[number];

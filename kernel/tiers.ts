/** The risk tier of a listed subject, highest first. Not a code colour and not an alert level: three palettes, three types. */
export const RISK_TIERS = ["red", "yellow", "blue"] as const;
export type RiskTier = (typeof RISK_TIERS)[number];

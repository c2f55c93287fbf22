import type { z } from "zod";
import type { SessionHead, SessionView } from "#capabilities/joint-session/contract.ts";

export type Head = z.output<typeof SessionHead>;
export type Session = z.output<typeof SessionView>;

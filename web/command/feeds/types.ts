import type { z } from "zod";
import type { AssessmentView, FeedFile } from "#capabilities/intake/contract.ts";

export type File = z.output<typeof FeedFile>;
export type Run = z.output<typeof AssessmentView>;

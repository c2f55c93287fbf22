import type { z } from "zod";
import type { StaffPost } from "#capabilities/workers/rules/staff.ts";

export type Staff = z.output<typeof StaffPost>;

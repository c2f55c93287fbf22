/** Guests on a short stay: the lodging's temperature, by which a pending code becomes green (Suzhou's notice no. 10). */
import { z } from "zod";
import { CODE_COLOURS } from "#kernel/colours.ts";
import { ID_TYPES } from "#kernel/identity.ts";
import { route } from "#kernel/route.ts";
import { declarationProblems } from "./contract.ts";

export const recordGuest = route({
  method: "POST",
  path: "/guest-temperatures",
  summary:
    "The temperature of a guest on a short stay, identity card in hand: normal ends the pending, fever brings it back and calls the grid.",
  who: ["checkpoint-staff", "grid-worker", "grid-leader", "operator"],
  params: z.object({}),
  body: z.strictObject({
    /** The reading's own id: the same again changes nothing. */
    id: z.uuidv7(),
    idType: z.enum(ID_TYPES),
    idNumber: z.string().trim().min(4).max(40),
    temperatureTenths: z.int().min(300).max(450),
  }),
  /** Colour null: nobody of that number stays here for a short time; register him, as anywhere. */
  result: z.object({ colour: z.enum(CODE_COLOURS).nullable(), isFever: z.boolean() }),
  problems: [declarationProblems["wrong-temperature"]],
  channel: "work",
  purpose: "code.verify",
  perMinute: 30,
});

/** The register at a desk: files taken in, and the register to look through. */
import { z } from "zod";
import { enterpriseProblems } from "#capabilities/enterprises/rules/problems.ts";
import { route } from "#kernel/route.ts";
import { Door, DoorPlace, householdCopy } from "./contract.ts";
import { RELATIONS, RESIDENCE, SEXES } from "./rules/kinds.ts";
import { registerProblems as problem } from "./rules/problems.ts";
import { IMPORT_BYTES_AT_MOST, REGISTER_FIELDS } from "./rules/register-file.ts";

const Day = z.iso.date();

export const importRegister = route({
  method: "POST",
  path: "/register/import",
  summary:
    "Read a register's file (xlsx or csv, 5 MB, 20,000 rows at most): look at it first, then keep the rows that are right. The same file again changes nothing.",
  who: ["operator", "grid-leader"],
  params: z.object({
    /** A village, or a grid of it: where rows without a grid of their own belong. */
    place: DoorPlace,
    mode: z.enum(["look", "keep"]).default("look"),
    /** Indices of the columns in the order of the fields; empty: none. Not said: as last time here, else by the headings. */
    columns: z
      .string()
      .regex(/^(\d{0,3},)*\d{0,3}$/)
      .refine((text) => text.split(",").length === REGISTER_FIELDS.length)
      .optional(),
  }),
  body: z.unknown(),
  result: z.object({
    headings: z.array(z.string()),
    columns: z.array(z.int().nullable()).length(REGISTER_FIELDS.length),
    rows: z.int(),
    accepted: z.int(),
    rejected: z.int(),
    doorsAdded: z.int(),
    personsAdded: z.int(),
    /** This very file was kept here before. */
    isKnown: z.boolean(),
    /** The first 200. */
    faults: z.array(
      z.object({ line: z.int(), column: z.enum(REGISTER_FIELDS), fault: z.string(), zh: z.string(), en: z.string() }),
    ),
  }),
  problems: [enterpriseProblems["file-refused"], problem["columns-wrong"], problem["import-full"]],
  place: ({ place }) => place,
  bodyLimit: IMPORT_BYTES_AT_MOST,
  perMinute: 12,
  runs: "by-itself",
  raw: "in",
});

export const browseRegister = route({
  method: "GET",
  path: "/areas/{area}/register",
  summary: "Doors of a village or a part of it with how many live there; by what they are, page by page.",
  who: ["operator", "grid-leader", "police-officer"],
  params: z.object({
    area: DoorPlace,
    only: z.enum(["all", "rented", "vacant", "floating", "contested"]).default("all"),
    /** Pieces of an address: `3-502`, `3幢502`, `东街12`. Names are sealed and are not searched here. */
    q: z.string().trim().max(40).optional(),
    /** Somebody moved in on this day or later. */
    since: Day.optional(),
    after: z.guid().optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
  }),
  body: z.undefined(),
  result: z.object({
    doors: z.array(
      Door.extend({
        people: z.int(),
        floating: z.int(),
        lastMoveOn: Day.nullable(),
        isLet: z.boolean(),
        /** Attributes of the door of which somebody said otherwise; both are kept. */
        contested: z.array(z.string()),
      }),
    ),
    total: z.int(),
  }),
  problems: [],
  place: ({ area }) => area,
});

export const showDoor = route({
  method: "GET",
  path: "/register/doors/{doorId}",
  summary: "Who lives behind a door since when, and who did: as known now, nothing left out. The look is recorded.",
  who: ["operator", "grid-leader", "police-officer"],
  params: z.object({ doorId: z.guid() }),
  body: z.undefined(),
  result: z.object({
    door: Door,
    households: z.array(
      householdCopy.value.extend({
        householdId: z.guid(),
        people: z.array(
          z.object({
            personId: z.guid(),
            /** Null for a wider area than a village. */
            name: z.string().nullable(),
            lastFour: z.string().nullable(),
            relation: z.enum(RELATIONS),
            sex: z.enum(SEXES).nullable(),
            bornYear: z.int().nullable(),
            residence: z.array(z.enum(RESIDENCE)),
            sinceOn: Day.nullable(),
            untilOn: Day.nullable(),
          }),
        ),
      }),
    ),
  }),
  problems: [problem["no-such-door"]],
});

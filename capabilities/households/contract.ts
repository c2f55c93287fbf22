/** The register: doors, households, who lives where since when, landlords. Shapes for phones and for the centre's pages. */
import { z } from "zod";
import { FIELD_ROLES } from "#kernel/actor.ts";
import { command } from "#kernel/command.ts";
import { copyKind } from "#kernel/copy.ts";
import { ID_TYPES } from "#kernel/identity.ts";
import { CODE_LENGTH, levelOf } from "#kernel/places.ts";
import { SAID_OF_A_DOOR } from "./rules/asked.ts";
import {
  DOOR_KINDS,
  END_REASONS,
  HOUSEHOLD_KINDS,
  PERSONS_AT_ONCE,
  RELATIONS,
  RESIDENCE,
  SEXES,
  SIDES,
  TENURES,
} from "./rules/kinds.ts";
import { LANDLORD_DUTIES } from "./rules/landlord.ts";
import { registerProblems as problem } from "./rules/problems.ts";

const At = z.iso.datetime({ offset: true });
const Day = z.iso.date();
/** A village, a grid or a micro-grid: nothing coarser has doors. */
export const DoorPlace = z
  .string()
  .regex(/^[1-9]\d+$/)
  .refine((code) => levelOf(code) !== null && code.length >= CODE_LENGTH.village);
const Piece = z.string().trim().min(1).max(40);

/** What is said of a door; each part is a fact of its own. */
const DoorParts = z.object({
  kind: z.enum(DOOR_KINDS),
  building: Piece.nullable(),
  stair: Piece.nullable(),
  floor: Piece.nullable(),
  room: Piece.nullable(),
  villagerGroup: Piece.nullable(),
  side: z.enum(SIDES).nullable(),
  doorNumber: Piece.nullable(),
  walkOrder: z.int().min(0).max(1_000_000).nullable(),
  isVacant: z.boolean(),
  isRented: z.boolean(),
  /** Rented by several who do not belong together (群租、合租). */
  isShared: z.boolean(),
});
export type DoorParts = z.output<typeof DoorParts>;
/** Some of them, as somebody said them. */
export const DoorPartsSaid = DoorParts.partial();

/** A door as every capability of the field knows it. */
export const Door = DoorParts.extend({
  doorId: z.uuid(),
  place: z.string(),
  householdKey: z.guid().nullable(),
});
export type Door = z.output<typeof Door>;

/** Of who lets a door. Name and phone: for posts of a village or finer, else null. */
const Landlord = z.object({
  name: z.string().nullable(),
  phone: z.string().nullable(),
  sinceOn: Day,
  duties: z.array(
    z.object({ duty: z.enum(LANDLORD_DUTIES), householdId: z.uuid().nullable(), dueOn: Day, isOverdue: z.boolean() }),
  ),
});

export const doorCopy = copyKind({
  name: "door",
  value: Door.omit({ doorId: true }).extend({
    addedAt: At,
    /** When somebody was last met behind it, by the visits; null: never. */
    lastVisitedAt: At.nullable(),
    /** The last report about it, of any team: nobody asks again without knowing. */
    lastAsked: z
      .object({ at: At, byName: z.string().nullable(), result: z.enum(SAID_OF_A_DOOR).nullable() })
      .nullable()
      .optional(),
    landlord: Landlord.nullable(),
  }),
});

/** Who lives together behind a door. Those that left stay for a year: changes of tenant are shown. */
export const householdCopy = copyKind({
  name: "household",
  value: z.object({
    doorId: z.uuid(),
    place: z.string(),
    kind: z.enum(HOUSEHOLD_KINDS),
    tenure: z.enum(TENURES),
    /** Null: from before anybody asked. */
    sinceOn: Day.nullable(),
    /** Exclusive; null: they live here. */
    untilOn: Day.nullable(),
  }),
});

/** A person of the register. Never a whole number of a document: the last four characters. */
export const personCopy = copyKind({
  name: "person",
  value: z.object({
    /** Null: the reader's duty is a wider area than a village. */
    name: z.string().nullable(),
    lastFour: z.string().nullable(),
    phone: z.string().nullable(),
    /** The key by which tasks and reports know the person; null: no document was read yet. */
    personKey: z.guid().nullable(),
    sex: z.enum(SEXES).nullable(),
    bornYear: z.int().nullable(),
    residence: z.array(z.enum(RESIDENCE)),
    stays: z.array(
      z.object({
        doorId: z.uuid(),
        householdId: z.uuid(),
        relation: z.enum(RELATIONS),
        sinceOn: Day.nullable(),
        untilOn: Day.nullable(),
      }),
    ),
    /** Lives at another door as well, by the register: a question to ask, not a fault. */
    isElsewhere: z.boolean(),
  }),
});

const NewPerson = z.object({
  /** UUIDv7, made on the phone. */
  personId: z.uuidv7(),
  name: z.string().trim().min(1).max(60),
  idType: z.enum(ID_TYPES).default("111"),
  /** Read at the door; sealed on the server, never sent back to a phone. */
  idNumber: z.string().trim().max(30).nullable().default(null),
  phone: z.string().trim().max(30).nullable().default(null),
  sex: z.enum(SEXES).nullable().default(null),
  bornYear: z.int().min(1850).max(2200).nullable().default(null),
  relation: z.enum(RELATIONS),
  residence: z.array(z.enum(RESIDENCE)).max(RESIDENCE.length).default([]),
});
export type NewPerson = z.output<typeof NewPerson>;

const who = FIELD_ROLES;

/** The command's id is the door's id. */
export const addDoor = command({
  kind: "households/add-door",
  summary: "Adds a door to the register; it counts as one of its village's from then on.",
  who,
  body: DoorParts.partial()
    .required({ kind: true })
    .extend({
      place: DoorPlace,
      /** The household of the daily loop that stands behind it, when the phone knows it. */
      householdKey: z.guid().nullable().default(null),
      /** Enter it although the address is there already: two doors share it. */
      isSecond: z.boolean().default(false),
    }),
  problems: [problem["door-twice"]],
  place: ({ place }) => place,
});

export const setDoor = command({
  kind: "households/set-door",
  summary: "Changes parts of a door, each by itself: the later verified value stands, both are kept.",
  who,
  body: z.object({
    doorId: z.uuid(),
    /** To another grid of the same village. */
    place: DoorPlace.optional(),
    parts: DoorPartsSaid,
    /** What the phone showed before, so that a contradiction is noticed. */
    seen: DoorPartsSaid.default({}),
    /** Seen at the door; false: told by somebody else. */
    isVerified: z.boolean().default(true),
  }),
  problems: [problem["no-such-door"], problem["not-in-your-village"], problem["nothing-said"]],
});

export const removeDoor = command({
  kind: "households/remove-door",
  summary: "Takes a door out of the register: pulled down, entered twice, or by mistake. Its history stays.",
  who,
  body: z.object({ doorId: z.uuid(), reason: z.enum(END_REASONS) }),
  problems: [problem["no-such-door"]],
});

/** The command's id is the household's id, unless the people join one that lives there. */
export const moveIn = command({
  kind: "households/move-in",
  summary: "People moved in behind a door: a new household, or more people of one that lives there.",
  who,
  body: z.object({
    doorId: z.uuid(),
    /** Join this one; not said: a new household. */
    householdId: z.uuid().nullable().default(null),
    kind: z.enum(HOUSEHOLD_KINDS).default("family"),
    tenure: z.enum(TENURES).default("owner"),
    sinceOn: Day.nullable().default(null),
    persons: z.array(NewPerson).max(PERSONS_AT_ONCE).default([]),
    /** The landlord himself reported it: his duty is done. */
    isByLandlord: z.boolean().default(false),
  }),
  problems: [
    problem["no-such-door"],
    problem["no-such-household"],
    problem["number-wrong"],
    problem["phone-wrong"],
    problem["days-wrong"],
  ],
});

export const moveOut = command({
  kind: "households/move-out",
  summary: "A household, or some people of it, moved out; what was is kept.",
  who,
  body: z.object({
    householdId: z.uuid(),
    /** Not said: all of them, and the household with them. */
    personIds: z.array(z.uuid()).min(1).max(100).nullable().default(null),
    /** The first day on which they no longer live there. */
    untilOn: Day,
    isByLandlord: z.boolean().default(false),
    /** The door stands empty now. */
    isVacantNow: z.boolean().default(false),
  }),
  problems: [problem["no-such-household"], problem["days-wrong"]],
});

export const correctPerson = command({
  kind: "households/correct-person",
  summary: "Puts right what the register says of a person, each part by itself; both values are kept.",
  who,
  body: z.object({
    personId: z.uuid(),
    name: z.string().trim().min(1).max(60).optional(),
    idType: z.enum(ID_TYPES).optional(),
    idNumber: z.string().trim().min(1).max(30).optional(),
    phone: z.string().trim().min(1).max(30).optional(),
    sex: z.enum(SEXES).optional(),
    bornYear: z.int().min(1850).max(2200).optional(),
    /** Each kind by itself: true, false, or not said. */
    residence: z.partialRecord(z.enum(RESIDENCE), z.boolean()).default({}),
    isVerified: z.boolean().default(true),
  }),
  problems: [
    problem["no-such-person"],
    problem["number-wrong"],
    problem["number-of-another"],
    problem["phone-wrong"],
    problem["nothing-said"],
  ],
});

export const setLandlord = command({
  kind: "households/set-landlord",
  summary: "Who lets a door since when; nobody: it is not let any more.",
  who,
  body: z.object({
    doorId: z.uuid(),
    landlord: z
      .object({
        name: z.string().trim().min(1).max(60),
        phone: z.string().trim().max(30).nullable().default(null),
        idType: z.enum(ID_TYPES).default("111"),
        idNumber: z.string().trim().max(30).nullable().default(null),
      })
      .nullable(),
    sinceOn: Day,
  }),
  problems: [problem["no-such-door"], problem["number-wrong"], problem["phone-wrong"], problem["days-wrong"]],
});

export const landlordReported = command({
  kind: "households/landlord-reported",
  summary: "The landlord did one of his duties: reported tenants, showed the list, reported that they left.",
  who,
  body: z.object({ doorId: z.uuid(), duty: z.enum(LANDLORD_DUTIES), doneOn: Day }),
  problems: [problem["no-such-door"], problem["days-wrong"]],
});

/** Relief supplies: stock at centres, its ledger, orders from the levels above, shortages. */
import { z } from "zod";
import { levelOf } from "#kernel/places.ts";
import { common } from "#kernel/problem.ts";
import { route } from "#kernel/route.ts";
import { HELD_AT_MOST, MOVED_AT_MOST, PER_HOME_AT_MOST, SUPPLIES } from "./rules/items.ts";
import { ORDER_STATES } from "./rules/orders.ts";
import { supplyProblems as problem } from "./rules/problems.ts";
import { ENTERED, MOVEMENTS } from "./rules/stock.ts";

const At = z.iso.datetime({ offset: true });
const AnyPlace = z
  .string()
  .regex(/^[1-9]\d+$/)
  .refine((code) => levelOf(code) !== null);
const Note = z.string().trim().min(2).max(200);
const Pieces = z.int().min(1).max(MOVED_AT_MOST);
const Area = z.object({ area: AnyPlace });
const OneOrder = z.object({ county: z.string().regex(/^[1-9]\d{1,5}$/), id: z.uuid() });
const inArea = ({ area }: { readonly area: string }) => area;

/** What a home asks for, each thing once. */
export const HomeGoods = z
  .array(z.object({ item: z.enum(SUPPLIES), quantity: z.int().min(1).max(PER_HOME_AT_MOST) }))
  .min(1)
  .max(SUPPLIES.length)
  .refine((goods) => new Set(goods.map(({ item }) => item)).size === goods.length);

/** What a centre gives, or takes back, of what a home asked for. */
export const GivenGoods = z
  .array(z.object({ item: z.enum(SUPPLIES), quantity: z.int().min(0).max(PER_HOME_AT_MOST) }))
  .min(1)
  .max(SUPPLIES.length);

export const Order = z.object({
  county: z.string(),
  id: z.uuid(),
  place: z.string(),
  item: z.enum(SUPPLIES),
  asked: z.int(),
  allotted: z.int().nullable(),
  received: z.int().nullable(),
  fromPlace: z.string().nullable(),
  state: z.enum(ORDER_STATES),
  note: z.string().nullable(),
  reason: z.string().nullable(),
  askedAt: At,
  changedAt: At,
});

export const listSupplies = route({
  method: "GET",
  path: "/areas/{area}/supplies",
  summary:
    "Relief supplies of an area: stock here and below, on the way, confirmed by homes in 14 days; shortages of the places below, the worst first; orders.",
  who: ["operator"],
  params: Area,
  body: z.undefined(),
  result: z.object({
    now: At,
    stock: z.array(
      z.object({
        item: z.enum(SUPPLIES),
        here: z.int(),
        below: z.int(),
        onTheWay: z.int(),
        waiting: z.int(),
        given: z.int(),
      }),
    ),
    shortages: z.array(
      z.object({ place: z.string(), item: z.enum(SUPPLIES), stock: z.int(), waiting: z.int(), short: z.int() }),
    ),
    orders: z.array(Order),
  }),
  problems: [],
  place: inArea,
});

export const listMovements = route({
  method: "GET",
  path: "/areas/{area}/supplies/movements",
  summary: "The ledger of one place, newest first, 100 a page; `before` is the last id of a page.",
  who: ["operator", "auditor"],
  params: Area.extend({ item: z.enum(SUPPLIES).optional(), before: z.uuid().optional() }),
  body: z.undefined(),
  result: z.object({
    movements: z.array(
      z.object({
        id: z.uuid(),
        item: z.enum(SUPPLIES),
        change: z.int(),
        because: z.enum(MOVEMENTS),
        stockAfter: z.int(),
        at: At,
        byName: z.string(),
        isForHome: z.boolean(),
        note: z.string().nullable(),
      }),
    ),
    before: z.uuid().nullable(),
  }),
  problems: [],
  place: inArea,
});

export const enterMovement = route({
  method: "POST",
  path: "/areas/{area}/supplies/movements",
  summary: "Enter what came, what was written off, or a count of the shelf; the same id again is the same movement.",
  who: ["operator"],
  params: Area,
  body: z.object({
    id: z.uuidv7(),
    item: z.enum(SUPPLIES),
    because: z.enum(ENTERED),
    /** Of a count: what lies there; none is an answer. */
    quantity: z.int().min(0).max(HELD_AT_MOST),
    note: Note,
  }),
  result: z.object({ quantity: z.int() }),
  problems: [problem["not-enough"], problem["too-much"]],
  place: inArea,
});

export const askUpward = route({
  method: "POST",
  path: "/areas/{area}/supplies/orders",
  summary: "Ask the levels above for stock; the same id again is the same order.",
  who: ["operator"],
  params: Area,
  body: z.object({ id: z.uuidv7(), item: z.enum(SUPPLIES), quantity: Pieces, note: Note.optional() }),
  result: Order,
  problems: [problem["nothing-above"]],
  place: inArea,
});

export const answerOrder = route({
  method: "POST",
  path: "/supply-orders/{county}/{id}/answer",
  summary: "Allot from my own centre's stock what a centre below asked for, or refuse it with the reason.",
  who: ["operator"],
  params: OneOrder,
  body: z.union([
    z.object({ answer: z.literal("allot"), quantity: Pieces }),
    z.object({ answer: z.literal("refuse"), reason: Note }),
  ]),
  result: Order,
  problems: [common["not-found"], problem["not-now"], problem["not-enough"], problem["too-much"]],
});

export const receiveOrder = route({
  method: "POST",
  path: "/supply-orders/{county}/{id}/receipt",
  summary: "Count in what came; what is missing stays in the order.",
  who: ["operator"],
  params: OneOrder,
  body: z.object({ quantity: z.int().min(0).max(MOVED_AT_MOST) }),
  result: Order,
  problems: [common["not-found"], problem["not-now"], problem["too-much"]],
});

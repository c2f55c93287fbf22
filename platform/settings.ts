/** Every setting of the server, read once from the environment and checked; documented in docs/operate/settings.md. */
import { resolve } from "node:path";
import { z } from "zod";
import { trustedProxies } from "./caller.ts";

const hexKey = z.string().regex(/^[0-9a-f]{64}$/i, "64 hex digits");

function isProxyList(texts: readonly string[]): boolean {
  try {
    trustedProxies(texts);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

const Settings = z.object({
  PORT: z.coerce.number().int().min(0).max(65535).default(8080),
  HOST: z.string().default("127.0.0.1"),
  WANGGE_DATA_DIR: z.string().default(".data"),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  WANGGE_PROVINCE: z
    .string()
    .regex(/^\d{2}$/, "two digits")
    .default("32"),
  WANGGE_PROVINCE_KEY: hexKey.optional(),
  WANGGE_SEALING_KEY: hexKey.optional(),
  WANGGE_WATCH_DIR: z.string().optional(),
  WANGGE_FEED_MAX_BYTES: z.coerce
    .number()
    .int()
    .min(1024)
    .default(16 * 2 ** 30),
  WANGGE_ASSESS_MEMORY_MB: z.coerce.number().int().min(512).default(4096),
  WANGGE_ASSESS_AT: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, "HH:MM")
    .default("06:30"),
  WANGGE_CODE_ALG: z.enum(["EdDSA", "ES256", "SM2-SM3"]).default("EdDSA"),
  WANGGE_DEMO: z.enum(["on", "off"]).optional(),
  WANGGE_DEMO_PERSONS: z.coerce.number().int().min(1000).max(5_000_000).default(60_000),
  WANGGE_SMS: z.enum(["keep", "file", "http"]).optional(),
  WANGGE_TRUSTED_PROXIES: z
    .string()
    .default("")
    .transform((text) =>
      text
        .split(",")
        .map((one) => one.trim())
        .filter((one) => one !== ""),
    )
    .refine(isProxyList, "addresses or networks, separated by commas"),
  WANGGE_SMS_URL: z.url({ protocol: /^https?$/ }).optional(),
  WANGGE_SMS_TOKEN: z.string().min(8).optional(),
  WANGGE_SMS_INBOUND_SECRET: z.string().min(32).optional(),
  WANGGE_ROBOT_SECRET: z.string().min(32).optional(),
  WANGGE_SMS_INBOUND_NUMBER: z
    .string()
    .regex(/^\+?\d{5,15}$/, "digits of a telephone number")
    .optional(),
  LOG_LEVEL: z.enum(["silent", "error", "warn", "info", "debug"]).default("info"),
});

export type Settings = {
  readonly port: number;
  readonly host: string;
  readonly dataDir: string;
  /** Null: the embedded server in the data folder. */
  readonly databaseUrl: string | null;
  readonly province: string;
  readonly provinceKey: string | null;
  readonly sealingKey: string | null;
  readonly watchDir: string | null;
  /** The largest feed file that is taken, in bytes. */
  readonly feedMaxBytes: number;
  /** Memory that the assessment's own process may use, in MiB. */
  readonly assessMemoryMb: number;
  /** Time of day in Asia/Shanghai, `HH:MM`. */
  readonly assessAt: string;
  /** With what new signing keys of codes are made. */
  readonly codeAlgorithm: "EdDSA" | "ES256" | "SM2-SM3";
  readonly isDemo: boolean;
  readonly demoPersons: number;
  /** How messages to phones leave: kept (the demo shows them on screen), a file, or a gateway by HTTP. */
  readonly sms: "keep" | "file" | "http";
  /** TLS proxies before the front: their word on the caller counts. */
  readonly trustedProxies: readonly string[];
  readonly smsUrl: string | null;
  readonly smsToken: string | null;
  /** Shared with the operator of a call robot (capabilities/observation/contract-robot.ts); null: there is none. */
  readonly robotSecret: string | null;
  /** Shared with the gateway that hands in messages of phones; null: none are taken. */
  readonly smsInboundSecret: string | null;
  /** The number that phones send them to. */
  readonly smsInboundNumber: string | null;
  readonly logLevel: "silent" | "error" | "warn" | "info" | "debug";
};

/** Thrown with one line a wrong setting, for the person who starts the server. */
export class SettingsFault extends Error {}

/** The settings in `env`; throws SettingsFault that names each wrong one. The demo is on unless a database is given. */
export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ""));
  const read = Settings.safeParse(given);
  if (!read.success) {
    const lines = read.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
    throw new SettingsFault(`Settings that are wrong (see docs/operate/settings.md):\n${lines.join("\n")}`);
  }
  const s = read.data;
  const isDemo = s.WANGGE_DEMO === undefined ? s.DATABASE_URL === undefined : s.WANGGE_DEMO === "on";
  if (s.WANGGE_SMS === "http" && s.WANGGE_SMS_URL === undefined)
    throw new SettingsFault(
      "Settings that are wrong (see docs/operate/settings.md):\n  WANGGE_SMS_URL: needed with WANGGE_SMS=http",
    );
  return {
    port: s.PORT,
    host: s.HOST,
    dataDir: resolve(s.WANGGE_DATA_DIR),
    databaseUrl: s.DATABASE_URL ?? null,
    province: s.WANGGE_PROVINCE,
    provinceKey: s.WANGGE_PROVINCE_KEY?.toLowerCase() ?? null,
    sealingKey: s.WANGGE_SEALING_KEY?.toLowerCase() ?? null,
    watchDir: s.WANGGE_WATCH_DIR === undefined ? null : resolve(s.WANGGE_WATCH_DIR),
    feedMaxBytes: s.WANGGE_FEED_MAX_BYTES,
    assessMemoryMb: s.WANGGE_ASSESS_MEMORY_MB,
    assessAt: s.WANGGE_ASSESS_AT,
    codeAlgorithm: s.WANGGE_CODE_ALG,
    isDemo,
    demoPersons: s.WANGGE_DEMO_PERSONS,
    sms: s.WANGGE_SMS ?? (isDemo ? "keep" : "file"),
    trustedProxies: s.WANGGE_TRUSTED_PROXIES,
    smsUrl: s.WANGGE_SMS_URL ?? null,
    smsToken: s.WANGGE_SMS_TOKEN ?? null,
    robotSecret: s.WANGGE_ROBOT_SECRET ?? null,
    smsInboundSecret: s.WANGGE_SMS_INBOUND_SECRET ?? null,
    smsInboundNumber: s.WANGGE_SMS_INBOUND_NUMBER ?? null,
    logLevel: s.LOG_LEVEL,
  };
}

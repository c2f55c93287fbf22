import { expect, test } from "vitest";
import { callerOf, trustedProxies } from "./caller.ts";

const TRUSTED = trustedProxies(["10.0.0.0/8", "2001:db8::1"]);
const https = { "x-forwarded-proto": "https" };

test.each([
  ["straight", "203.0.113.7", {}, "203.0.113.7", "http"],
  [
    "a stranger who says he is another",
    "203.0.113.7",
    { "x-forwarded-for": "1.2.3.4", ...https },
    "203.0.113.7",
    "http",
  ],
  ["behind the proxy", "10.1.2.3", { "x-forwarded-for": "203.0.113.7", ...https }, "203.0.113.7", "https"],
  [
    "behind it, lying about the hop before",
    "10.1.2.3",
    { "x-forwarded-for": "1.2.3.4, 203.0.113.7" },
    "203.0.113.7",
    "http",
  ],
  ["behind two", "10.1.2.3", { "x-forwarded-for": "203.0.113.7, 10.9.9.9" }, "203.0.113.7", "http"],
  ["as IPv6 writes IPv4", "::ffff:10.1.2.3", { "x-forwarded-for": "::ffff:203.0.113.7" }, "203.0.113.7", "http"],
  ["a proxy of IPv6", "2001:db8::1", { "x-forwarded-for": "2001:db8::7" }, "2001:db8::7", "http"],
  ["the proxy itself", "10.1.2.3", {}, "10.1.2.3", "http"],
  ["nonsense in the header", "10.1.2.3", { "x-forwarded-for": "unknown, <script>" }, "10.1.2.3", "http"],
] as const)("%s", (_, remote, headers, address, protocol) => {
  expect(callerOf(remote, headers, TRUSTED)).toEqual({ address, protocol });
});

test.each(["ten", "10.0.0.0/33", "10.0.0.0/x", "", "::/129"])("%j is no list of proxies", (text) => {
  expect(() => trustedProxies([text])).toThrow(RangeError);
});

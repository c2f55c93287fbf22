/** Who calls, when a TLS proxy stands before the front: its word counts only if its address is one of the trusted. */
import { BlockList, isIP } from "node:net";

export type Caller = { readonly address: string; readonly protocol: "http" | "https" };
type Headers = Readonly<Record<string, string | string[] | undefined>>;

/** The list of trusted proxies: addresses and networks (`10.0.0.0/8`). Throws RangeError for what is neither. */
export function trustedProxies(texts: readonly string[]): BlockList {
  const list = new BlockList();
  for (const text of texts) {
    const [address = "", bits] = text.split("/");
    const family = isIP(address) === 6 ? "ipv6" : "ipv4";
    const most = family === "ipv6" ? 128 : 32;
    if (isIP(address) === 0 || (bits !== undefined && !/^\d{1,3}$/.test(bits)) || Number(bits ?? 0) > most) {
      throw new RangeError(`${text} is no address and no network`);
    }
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

const isIn = (list: BlockList, address: string): boolean =>
  isIP(address) !== 0 && list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");

/** IPv4 as IPv6 writes it (`::ffff:10.0.0.1`) is the IPv4 address. */
const plain = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/, "");

/**
 * The caller: the connection's own address, or, behind trusted proxies, the last one in X-Forwarded-For that is not a
 * trusted proxy itself. What a stranger writes into the header before that counts for nothing.
 */
export function callerOf(remoteAddress: string | undefined, headers: Headers, trusted: BlockList): Caller {
  const own = plain(remoteAddress ?? "0.0.0.0");
  if (!isIn(trusted, own)) return { address: own, protocol: "http" };
  const said = headers["x-forwarded-for"];
  const hops = (Array.isArray(said) ? said.join(",") : (said ?? "")).split(",").map((hop) => plain(hop.trim()));
  const address = hops.findLast((hop) => isIP(hop) !== 0 && !isIn(trusted, hop)) ?? own;
  return { address, protocol: headers["x-forwarded-proto"] === "https" ? "https" : "http" };
}

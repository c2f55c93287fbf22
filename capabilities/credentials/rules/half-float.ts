/** Floats of 16 bits (IEEE 754 binary16), which JavaScript has no view for everywhere. */

/** RFC 8949 appendix D. */
export function half(bits: number): number {
  const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
  const sign = bits & 0x8000 ? -1 : 1;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** The half float that is exactly `value`, or null. */
export function halfBits(value: number): number | null {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (size === 0) return sign;
  if (size === Number.POSITIVE_INFINITY) return sign | 0x7c00;
  if (size > 65504) return null;
  const exponent = Math.max(-14, Math.floor(Math.log2(size)));
  const fraction = size / 2 ** exponent;
  const scaled = (fraction >= 1 ? fraction - 1 : fraction) * 1024;
  if (!Number.isInteger(scaled)) return null;
  return sign | (fraction >= 1 ? (exponent + 15) << 10 : 0) | scaled;
}

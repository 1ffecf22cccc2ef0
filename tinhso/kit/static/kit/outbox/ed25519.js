// Ed25519 (RFC 8032, 5.1.7) for browsers that do not know it; only checking, nothing secret is touched.

const P = 2n ** 255n - 19n, L = 2n ** 252n + 27742317777372353535851937790883648493n;
const mod = (a, m = P) => ((a % m) + m) % m;

function power(base, exponent) {
  let result = 1n;
  for (let square = mod(base); exponent > 0n; exponent >>= 1n, square = mod(square * square)) if (exponent & 1n) result = mod(result * square);
  return result;
}

const inverse = (a) => power(a, P - 2n);
const D = mod(-121665n * inverse(121666n)), ROOT = power(2n, (P - 1n) / 4n);
const number = (bytes) => bytes.reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);

// A point as (X, Y, Z, T) with x = X/Z, y = Y/Z, xy = T/Z.
function add([x1, y1, z1, t1], [x2, y2, z2, t2]) {
  const a = mod((y1 - x1) * (y2 - x2)), b = mod((y1 + x1) * (y2 + x2)), c = mod(2n * t1 * t2 * D), d = mod(2n * z1 * z2);
  const e = b - a, f = d - c, g = d + c, h = b + a;
  return [mod(e * f), mod(g * h), mod(f * g), mod(e * h)];
}

function times(scalar, point) {
  let sum = [0n, 1n, 1n, 0n];
  for (let doubled = point; scalar > 0n; scalar >>= 1n, doubled = add(doubled, doubled)) if (scalar & 1n) sum = add(sum, doubled);
  return sum;
}

// Back from 32 bytes, or null when they are no point of the curve.
function point(bytes) {
  const sign = BigInt(bytes[31] >> 7), y = number(bytes) & ((1n << 255n) - 1n);
  if (y >= P) return null;
  const u = mod(y * y - 1n), v = mod(D * y * y + 1n);
  let x = mod(u * power(v, 3n) * power(u * power(v, 7n), (P - 5n) / 8n));
  const square = mod(v * x * x);
  if (square === mod(-u)) x = mod(x * ROOT);
  else if (square !== u) return null;
  if (x === 0n && sign) return null;
  if ((x & 1n) !== sign) x = P - x;
  return [x, y, 1n, mod(x * y)];
}

const same = ([x1, y1, z1], [x2, y2, z2]) => mod(x1 * z2 - x2 * z1) === 0n && mod(y1 * z2 - y2 * z1) === 0n;
const BASE = point(Uint8Array.from([0x58, ...Array(31).fill(0x66)]));

export async function verify(key, signature, said) {
  const [a, r, s] = [point(key), point(signature.subarray(0, 32)), number(signature.subarray(32))];
  if (signature.length !== 64 || !a || !r || s >= L) return false;
  const all = Uint8Array.from([...signature.subarray(0, 32), ...key, ...said]);
  const k = mod(number(new Uint8Array(await crypto.subtle.digest("SHA-512", all))), L);
  return same(times(s, BASE), add(r, times(k, a)));
}

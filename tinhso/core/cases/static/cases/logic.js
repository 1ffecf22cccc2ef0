// Conditions as data: the same subset of JsonLogic, with the same answers, as domain/logic.py, which describes it.
// Nothing is evaluated as code, nothing is ever thrown; what makes no sense is null. Numbers are BigInts of ten-billionths.

const DEEPEST = 50;
const PLACES = 10;
const SCALE = 10n ** BigInt(PLACES);
const LARGEST_WHOLE = 2n ** 53n;

/** Whether a condition holds. No condition always does. */
export function holds(expression, data) {
  return expression === null || expression === undefined || isHeavy(work(expression, data, 0));
}

/** The answer of an expression, as JSON. */
export function workOut(expression, data) {
  return plain(work(expression, data, 0), 0);
}

const isNumber = (value) => typeof value === "bigint";
const isText = (value) => typeof value === "string";
const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

function work(expression, data, depth) {
  if (depth > DEEPEST) return null;
  if (Array.isArray(expression)) return expression.map((part) => work(part, data, depth + 1));
  if (!isObject(expression)) return taken(expression);
  const names = Object.keys(expression);
  if (names.length !== 1) return null;
  const said = expression[names[0]];
  const parts = Array.isArray(said) ? said : [said];
  if (LAZY.has(names[0])) return LAZY.get(names[0])(parts, data, depth + 1);
  if (EAGER.has(names[0])) return EAGER.get(names[0])(parts.map((part) => work(part, data, depth + 1)), data);
  return null;
}

function taken(value) {
  if (typeof value === "number") return exact(value);
  return value === undefined ? null : value;
}

function exact(number) {
  if (!Number.isFinite(number)) return null;
  const [mantissa, exponent = "0"] = String(Math.abs(number)).split("e");
  const [whole, rest = ""] = mantissa.split(".");
  const shift = Number(exponent) - rest.length + PLACES;
  const digits = BigInt(whole + rest);
  const units = shift >= 0 ? digits * 10n ** BigInt(shift) : rounded(digits, 10n ** BigInt(-shift));
  return number < 0 ? -units : units;
}

function nearest(units) {
  if (units % SCALE === 0n && absolute(units / SCALE) <= LARGEST_WHOLE) return Number(units / SCALE);
  const digits = String(absolute(units)).padStart(PLACES + 1, "0");
  const near = Number(`${units < 0n ? "-" : ""}${digits.slice(0, -PLACES)}.${digits.slice(-PLACES)}`);
  return Number.isFinite(near) ? near : null;
}

function plain(value, depth) {
  if (isNumber(value)) return nearest(value);
  if (depth > DEEPEST) return null;
  if (Array.isArray(value)) return value.map((part) => plain(taken(part), depth + 1));
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plain(taken(part), depth + 1)]));
  return typeof value === "boolean" || isText(value) ? value : null;
}

function isHeavy(value) {
  if (Array.isArray(value)) return value.length > 0;
  return value !== null && value !== false && value !== "" && value !== 0n;
}

const isBlank = (value) => value === null || value === "" || (Array.isArray(value) && value.length === 0);

function same(first, second, depth = 0) {
  const [one, other] = [taken(first), taken(second)];
  if (depth > DEEPEST) return false;
  if (Array.isArray(one)) {
    return Array.isArray(other) && one.length === other.length && one.every((part, at) => same(part, other[at], depth + 1));
  }
  if (!isObject(one)) return one === other;
  if (!isObject(other)) return false;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length
    && names.every((name) => Object.hasOwn(other, name) && same(one[name], other[name], depth + 1));
}

function look(named, data) {
  const name = isNumber(named) ? String(floored(named)) : named;
  if (!isText(name)) return null;
  let here = data;
  for (const step of name ? name.split(".") : []) {
    if (isObject(here) && Object.hasOwn(here, step)) here = here[step];
    else if (Array.isArray(here) && /^(0|[1-9][0-9]{0,8})$/.test(step)) here = here[Number(step)];
    else return null;
  }
  return taken(here);
}

function variable(parts, data) {
  const found = parts.length ? look(parts[0], data) : null;
  return found === null && parts.length > 1 ? parts[1] : found;
}

function missing(parts, data) {
  const names = Array.isArray(parts[0]) ? parts[0] : parts;
  return names.filter((name) => isBlank(look(taken(name), data)));
}

function ordered(parts, follows) {
  if (parts.length !== 2 && parts.length !== 3) return false;
  return parts.slice(1).every((part, at) => {
    const sign = compared(parts[at], part);
    return sign !== null && follows(sign);
  });
}

function compared(one, other) {
  if (isNumber(one) && isNumber(other)) return one === other ? 0 : one < other ? -1 : 1;
  return isText(one) && isText(other) ? comparedTexts(Array.from(one), Array.from(other)) : null;
}

/** By code point: JavaScript itself compares halves of the rarer letters. */
function comparedTexts(one, other) {
  for (let at = 0; at < Math.min(one.length, other.length); at += 1) {
    if (one[at] !== other[at]) return one[at].codePointAt(0) < other[at].codePointAt(0) ? -1 : 1;
  }
  return Math.sign(one.length - other.length);
}

function within(needle, heap) {
  if (isText(heap)) return isText(needle) && heap.includes(needle);
  return Array.isArray(heap) && heap.some((part) => same(needle, part));
}

const areNumbers = (parts) => parts.length > 0 && parts.every(isNumber);
const absolute = (units) => (units < 0n ? -units : units);

function floored(units) {
  const whole = units / SCALE;
  return units < 0n && units % SCALE !== 0n ? whole - 1n : whole;
}

/** The quotient to the nearest whole, halves away from zero. */
function rounded(over, under) {
  const size = (2n * absolute(over) + absolute(under)) / (2n * absolute(under));
  return over < 0n === under < 0n ? size : -size;
}

function difference(parts) {
  if (!areNumbers(parts) || parts.length > 2) return null;
  return parts.length === 1 ? -parts[0] : parts[0] - parts[1];
}

function quotient(parts) {
  return areNumbers(parts) && parts.length === 2 && parts[1] !== 0n ? rounded(parts[0] * SCALE, parts[1]) : null;
}

function day(value) {
  const read = isText(value) ? /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(value) : null;
  if (!read) return null;
  const [year, month, date] = read.slice(1).map(Number);
  const moment = new Date(0);
  moment.setUTCFullYear(year, month - 1, date);
  const isReal = year > 0 && moment.getUTCMonth() === month - 1 && moment.getUTCDate() === date;
  return isReal ? { year, month, date, number: Math.round(moment.getTime() / 86_400_000) } : null;
}

function between(parts, count) {
  const [start, end] = parts.map(day);
  return parts.length === 2 && start && end ? BigInt(count(start, end)) * SCALE : null;
}

function years(start, end) {
  if (end.number < start.number) return -years(end, start);
  const isBefore = end.month < start.month || (end.month === start.month && end.date < start.date);
  return end.year - start.year - (isBefore ? 1 : 0);
}

function choose(parts, data, depth) {
  for (let at = 0; at + 1 < parts.length; at += 2) {
    if (isHeavy(work(parts[at], data, depth))) return work(parts[at + 1], data, depth);
  }
  return parts.length % 2 ? work(parts[parts.length - 1], data, depth) : null;
}

const first = (heavy) => (parts, data, depth) => {
  let value = null;
  for (const part of parts) {
    value = work(part, data, depth);
    if (isHeavy(value) === heavy) return value;
  }
  return value;
};

function each(parts, data, depth) {
  const heap = parts.length === 2 ? work(parts[0], data, depth) : null;
  return Array.isArray(heap) ? heap.map((part) => isHeavy(work(parts[1], part, depth))) : [];
}

const some = (parts, data, depth) => each(parts, data, depth).includes(true);

const LAZY = new Map([
  ["if", choose],
  ["and", first(false)],
  ["or", first(true)],
  ["some", some],
  ["all", (parts, data, depth) => {
    const told = each(parts, data, depth);
    return told.length > 0 && !told.includes(false);
  }],
  ["none", (parts, data, depth) => !some(parts, data, depth)],
]);

const EAGER = new Map([
  ["var", variable],
  ["missing", missing],
  ["==", (parts) => parts.length === 2 && same(parts[0], parts[1])],
  ["!=", (parts) => !(parts.length === 2 && same(parts[0], parts[1]))],
  ["<", (parts) => ordered(parts, (sign) => sign < 0)],
  ["<=", (parts) => ordered(parts, (sign) => sign <= 0)],
  [">", (parts) => ordered(parts, (sign) => sign > 0)],
  [">=", (parts) => ordered(parts, (sign) => sign >= 0)],
  ["!", (parts) => !(parts.length > 0 && isHeavy(parts[0]))],
  ["!!", (parts) => parts.length > 0 && isHeavy(parts[0])],
  ["in", (parts) => parts.length === 2 && within(parts[0], parts[1])],
  ["+", (parts) => (areNumbers(parts) ? parts.reduce((one, other) => one + other) : null)],
  ["-", difference],
  ["*", (parts) => (areNumbers(parts) ? parts.reduce((one, other) => rounded(one * other, SCALE)) : null)],
  ["/", quotient],
  ["days_between", (parts) => between(parts, (start, end) => end.number - start.number)],
  ["years_between", (parts) => between(parts, years)],
]);

// What only members of the teams need of the outbox; a visitor's phone never fetches it.

export { written } from "./carry.js";
export { stateOf, watch } from "./lock.js";
export { ask } from "./pin.js";
export { say } from "./saying.js";
import "./sun.js";

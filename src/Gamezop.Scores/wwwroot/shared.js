// What both halves of the module need.

/** A mistake in the page's function is the page's to see, and no reason to stop. */
export function call(action, ...args) {
  try {
    action(...args);
  } catch (error) {
    console.error(error);
  }
}

export function isPlainObject(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  // Without a look at Object of this window: the object may come from another one.
  return Object.prototype.toString.call(value) === "[object Object]";
}

// What has to be undone however the process ends: Ctrl-C and SIGTERM become ordinary exits, and each exit runs the list.

/** @type {Set<() => void>} */
const pending = new Set();
let listening = false;

function listen() {
  if (listening) return;
  listening = true;
  process.on("exit", () => {
    for (const undo of [...pending].reverse()) undo();
  });
  for (const [signal, code] of /** @type {const} */ ([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ])) {
    process.on(signal, () => process.exit(code));
  }
}

/**
 * Registers a synchronous undo for the end of the process.
 *
 * @param {() => void} undo
 * @returns {() => void} runs the undo now and forgets it
 */
export function beforeExit(undo) {
  listen();
  pending.add(undo);
  return () => {
    if (pending.delete(undo)) undo();
  };
}

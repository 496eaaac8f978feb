// Which keys of free settings hold secrets. The one rule for redaction, checks and state.

/** The service's own names (access.id among them), and other spellings of the same. */
const secretKey = /passw(or)?d|secret|token|credential|access[._-]?(id|key)|private[._-]?key/i;

/** Whether a key's value is a secret, by its name or by the type that the service gives its item. */
export const isSecretKey = (key: string, type = ""): boolean =>
  type.toLowerCase() === "password" || secretKey.test(key);

/** Why a plain value under such a key is refused. */
export const inClear = (path: string): string =>
  `${path} looks like a secret and would be kept in clear in the stack's state. Give its value as a secret`;

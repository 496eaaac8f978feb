// Which keys of free settings hold secrets, by their names.

/** The service's own patterns (access.id among them), and how others spell the same. */
const secretKey = /passw(or)?d|secret|token|credential|access[._-]?(id|key)|private[._-]?key/i;

/** Whether the value of a key of this name is a secret. */
export const isSecretName = (key: string): boolean => secretKey.test(key);

/** Why a plain value under such a key is refused. */
export const inClear = (path: string): string =>
  `${path} looks like a secret and would be kept in clear in the stack's state. Give its value as a secret`;

// Fields that are known: an absent field says "unknown", which no value can.
type Known<Fields> = { [Key in keyof Fields]?: Exclude<Fields[Key], undefined> };

/** The fields of an object that have a value. */
export const given = <Fields extends object>(fields: Fields): Known<Fields> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Known<Fields>;

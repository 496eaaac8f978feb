// What a signature is put under: scope, who and when, versions, request ids; and tables by size and state.
import type { MigrationReport, TableRow } from "../report/model.js";
import { clockTime, number, seconds } from "../status/words.js";
import { Heads } from "./heads.js";

const sizes = [
  { name: "no size known", below: 0 },
  { name: "below 1 GB", below: 1e9 },
  { name: "1 to 10 GB", below: 1e10 },
  { name: "10 to 100 GB", below: 1e11 },
  { name: "100 GB to 1 TB", below: 1e12 },
  { name: "1 TB and more", below: Infinity },
] as const;

const states: readonly TableRow["word"][] = ["done", "doing", "partly", "failed", "open"];

const sizeOf = ({ bytes }: TableRow): number =>
  bytes === undefined ? 0 : sizes.findIndex(({ below }) => Number(bytes) < below);

/** Tables by size and state. */
export function Sizes({ report: { tables } }: { report: MigrationReport }) {
  const counts = sizes.map(
    () => Object.fromEntries(states.map((state) => [state, 0])) as Record<TableRow["word"], number>,
  );
  for (const row of tables) {
    const own = counts[sizeOf(row)];
    if (own !== undefined) own[row.word] += 1;
  }
  return (
    <section aria-label="Tables by size and state">
      <h2>Tables by size and state</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">Size</th>
            {states.map((state) => (
              <th key={state} scope="col" class="number">
                {state}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sizes.map(({ name }, index) => {
            const own = counts[index];
            if (own === undefined || states.every((state) => own[state] === 0)) return null;
            return (
              <tr key={name}>
                <th scope="row">{name}</th>
                {states.map((state) => (
                  <td key={state} class="number">
                    {number(own[state])}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function factsOf({ made, where, zone }: MigrationReport): [string, string][] {
  const { stack, sources, region, endpoint, accountId } = where;
  return [
    ["Scope", `${made.scope.kind} ${made.scope.name}`],
    ...sources.map(({ id, name, type, status, inventory }): [string, string] => {
      const age =
        inventory?.ageSeconds === undefined
          ? "age of inventory not known"
          : `inventory ${seconds(inventory.ageSeconds)} old`;
      return [`Source ${id}`, [name, type, status, age].filter(Boolean).join(", ")];
    }),
    ["Region", `${region}, ${endpoint}${accountId === undefined ? "" : `, account ${accountId}`}`],
    ...(stack === undefined
      ? []
      : [
          [
            "Stack",
            `${stack.project}/${stack.name}${stack.updatedAt === undefined ? "" : `, updated ${clockTime(stack.updatedAt, zone.offset)}`}`,
          ] as [string, string],
        ]),
    ["Made", `${clockTime(made.at, zone.offset)} ${zone.offset}${made.by === undefined ? "" : ` by ${made.by}`}`],
    [
      "Versions",
      `pulumi-alicloud-mms ${made.package}, Node ${made.node}${stack?.engine === undefined ? "" : `, Pulumi ${stack.engine}`}`,
    ],
  ];
}

/** The end of the page. */
export function SignOff({ report }: { report: MigrationReport }) {
  const { made, where } = report;
  return (
    <section aria-label="Scope and sign-off">
      <h2>Scope and sign-off</h2>
      <dl class="facts">
        {factsOf(report).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {where.console !== undefined && (
          <div>
            <dt>Console</dt>
            <dd>
              <a href={where.console} rel="noreferrer">
                {where.console}
              </a>
            </dd>
          </div>
        )}
      </dl>
      <p class="sign">
        <span>Name</span>
        <span>Date</span>
        <span>Signature</span>
      </p>
      <details>
        <summary>Requests to the service</summary>
        <table>
          <Heads names={["Operation", "Requests", "Id of the last one"]} />
          <tbody>
            {Object.entries(made.requests).map(([name, count]) => (
              <tr key={name}>
                <td>{name}</td>
                <td class="number">{number(count)}</td>
                <td>{made.requestIds[name]}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}

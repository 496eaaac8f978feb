// What was done when, as a chart, and as a table for readers who do not see one.
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";

import type { CurvePoint, MigrationReport } from "../report/model.js";
import { bytes, clockTime, number } from "../status/words.js";
import { Heads } from "./heads.js";

const height = 260;

/** Points of the table beside the chart. */
const tablePoints = 12;

const colorOf = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

type Data = [number[], number[], number[], number[]];

const dataOf = (curve: readonly CurvePoint[]): Data => [
  curve.map(({ at }) => Date.parse(at) / 1_000),
  curve.map(({ tasksDone }) => tasksDone),
  curve.map(({ failed }) => failed),
  curve.map(({ bytesOfDone }) => Number(bytesOfDone)),
];

function optionsFor(width: number, offset: string): uPlot.Options {
  const axis = { stroke: colorOf("--text"), grid: { stroke: colorOf("--line") } };
  const time = (second: number) => clockTime(new Date(second * 1_000).toISOString(), offset);
  return {
    width,
    height,
    scales: { bytes: {} },
    axes: [
      { ...axis, space: 110, values: (_plot, splits) => splits.map((second) => time(second).slice(5)) },
      { ...axis, label: "tasks", values: (_plot, splits) => splits.map(number) },
      {
        ...axis,
        side: 1,
        scale: "bytes",
        label: "bytes",
        size: 80,
        grid: { show: false },
        values: (_plot, splits) => splits.map((value) => bytes(String(value))),
      },
    ],
    series: [
      { label: "time", value: (_plot, second) => (second ? time(second) : "–") },
      { label: "tasks done", stroke: colorOf("--done"), width: 2, fill: colorOf("--done-fill") },
      { label: "tasks failed", stroke: colorOf("--failed"), width: 2 },
      {
        label: "bytes of finished tables",
        scale: "bytes",
        stroke: colorOf("--accent"),
        width: 2,
        dash: [6, 4],
        value: (_plot, value) => (typeof value === "number" ? bytes(String(value)) : "–"),
      },
    ],
  };
}

/** Every so many points, the last always among them. */
function some(curve: readonly CurvePoint[]): CurvePoint[] {
  const step = Math.max(1, Math.ceil((curve.length - 1) / tablePoints));
  return curve.filter((_point, index) => index === curve.length - 1 || index % step === 0);
}

/** The chart and its table. */
export function Curve({ report: { curve, zone } }: { report: MigrationReport }) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>();
  useEffect(() => {
    const { current } = place;
    if (current === null || curve.length < 2) return;
    if (plot.current === undefined) {
      const chart = new uPlot(optionsFor(current.clientWidth, zone.offset), dataOf(curve), current);
      plot.current = chart;
      new ResizeObserver(() => chart.setSize({ width: current.clientWidth, height })).observe(current);
    } else plot.current.setData(dataOf(curve));
  }, [curve]);
  const last = curve[curve.length - 1];
  if (last === undefined || curve.length < 2) return null;
  const summary = `Tasks and bytes over time: ${number(last.tasksDone)} tasks done, ${number(last.failed)} failed, ${bytes(last.bytesOfDone)}`;
  return (
    <section aria-label="Throughput">
      <h2>Throughput</h2>
      <div class="chart" ref={place} role="img" aria-label={summary} />
      <details>
        <summary>The same in figures</summary>
        <table>
          <Heads names={["Time", "Tasks done", "Failed", "Tables done", "Bytes of finished tables"]} />
          <tbody>
            {some(curve).map(({ at, tasksDone, failed, tablesDone, bytesOfDone }) => (
              <tr key={at}>
                <td>{clockTime(at, zone.offset)}</td>
                <td class="number">{number(tasksDone)}</td>
                <td class="number">{number(failed)}</td>
                <td class="number">{number(tablesDone)}</td>
                <td class="number">{bytes(bytesOfDone)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}

// Lines on logarithmic axes, as SVG. Written by hand: it is one picture, and no plotting library is worth its weight here.
const size = { width: 460, height: 340, left: 64, right: 130, top: 40, bottom: 48 };
const colours = ["#0b62d6", "#d6620b", "#5a5a5a", "#0b8a4a"];

/**
 * @typedef {object} Line
 * @property {string} name
 * @property {Array<{ x: number, y: number }>} points
 */

/** @param {number} least @param {number} most */
function powersOfTen(least, most) {
  const ticks = [];
  for (let power = Math.floor(Math.log10(least)); 10 ** power <= most * 1.0001; power += 1) ticks.push(10 ** power);
  return ticks;
}

/** @param {number[]} values @param {number} from @param {number} to */
function scale(values, from, to) {
  const least = Math.log10(Math.min(...values));
  const most = Math.log10(Math.max(...values));
  return (/** @type {number} */ value) => from + ((Math.log10(value) - least) / (most - least || 1)) * (to - from);
}

/** @param {{ title: string, x: string, y: string, lines: Line[] }} plot @param {number} offset */
function panel({ title, x, y, lines }, offset) {
  const points = lines.flatMap((line) => line.points);
  const ys = points.map((point) => point.y);
  const ticksY = powersOfTen(Math.min(...ys), Math.max(...ys) * 10);
  const ticksX = [...new Set(points.map((point) => point.x))].sort((a, b) => a - b);
  const right = size.width - size.right;
  const bottom = size.height - size.bottom;
  const toX = scale(ticksX, size.left, right);
  const toY = scale(ticksY, bottom, size.top);
  const grid = [
    ...ticksY.map(
      (tick) =>
        `<line x1="${size.left}" x2="${right}" y1="${toY(tick).toFixed(1)}" y2="${toY(tick).toFixed(1)}" stroke="#ddd"/>` +
        `<text x="${size.left - 8}" y="${(toY(tick) + 4).toFixed(1)}" text-anchor="end">${tick}</text>`,
    ),
    ...ticksX.map((tick) => `<text x="${toX(tick).toFixed(1)}" y="${bottom + 18}" text-anchor="middle">${tick}</text>`),
  ];
  const drawn = lines.map(({ name, points: own }, index) => {
    const colour = colours[index % colours.length];
    const path = own.map((point) => `${toX(point.x).toFixed(1)},${toY(point.y).toFixed(1)}`);
    const dots = path.map((at) => `<circle cx="${at.split(",")[0]}" cy="${at.split(",")[1]}" r="3" fill="${colour}"/>`);
    const last = path.at(-1)?.split(",") ?? ["0", "0"];
    return (
      `<polyline points="${path.join(" ")}" fill="none" stroke="${colour}" stroke-width="2"/>${dots.join("")}` +
      `<text x="${Number(last[0]) + 8}" y="${Number(last[1]) + 4}" fill="${colour}">${name}</text>`
    );
  });
  return `<g transform="translate(${offset},0)"><text x="${size.left}" y="20" font-weight="bold">${title}</text>
${grid.join("\n")}
${drawn.join("\n")}
<text x="${(size.left + right) / 2}" y="${size.height - 8}" text-anchor="middle">${x}</text>
<text transform="translate(14,${(size.top + bottom) / 2}) rotate(-90)" text-anchor="middle">${y}</text></g>`;
}

/** @param {Array<{ title: string, x: string, y: string, lines: Line[] }>} plots */
export const svg = (plots) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width * plots.length}" height="${size.height}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="white"/>
${plots.map((plot, index) => panel(plot, index * size.width)).join("\n")}
</svg>
`;

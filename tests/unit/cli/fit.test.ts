import { fitted } from "../../../cli/watch/fit.js";

const lines = (count: number, of = "x") => Array.from({ length: count }, (_none, index) => `${of}${index}`);

describe("a screen on a terminal", () => {
  it("is left alone where it fits", () => {
    expect(fitted("a\nb\n", ["c"], { rows: 6, columns: 80 })).toBe("a\nb\n\nc");
    expect(fitted("a\nb\n", [], { rows: 3, columns: 80 })).toBe("a\nb");
  });

  it("loses its end, never its beginning nor what stands below", () => {
    const text = fitted(lines(50).join("\n"), ["last"], { rows: 10, columns: 80 });
    expect(text.split("\n")).toEqual([...lines(6), "… 44 more lines; a taller window shows them", "", "last"]);
  });

  it("counts the rows of long lines, of wide letters twice, and of colours not at all", () => {
    const room = { rows: 4, columns: 10 };
    expect(fitted(`${"x".repeat(25)}\nend`, [], room)).toMatch(/^x+\n… 1 more/);
    expect(fitted(`${"表".repeat(10)}\nend`, [], room)).toBe(`${"表".repeat(10)}\nend`);
    expect(fitted(`${"表".repeat(11)}\nend`, [], room)).toContain("… 1 more");
    expect(fitted("\u001b[31mred\u001b[39m\n".repeat(3), [], room).split("\n")).toHaveLength(3);
  });
});

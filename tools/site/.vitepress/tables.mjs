// Wide tables scroll in a box of their own, which a keyboard reaches and which shows at its edge that there is more.

/** Puts each table in a named region; landmarks of a page need names of their own, so that equal ones are counted. @param {any} md */
export function scrolling(md) {
  md.renderer.rules.table_open = (
    /** @type {any[]} */ tokens,
    /** @type {number} */ index,
    /** @type {any} */ _options,
    /** @type {any} */ env,
  ) => {
    const end = tokens.findIndex((token, at) => at > index && token.type === "thead_close");
    const heads = tokens.slice(index, end).filter(({ type, content }) => type === "inline" && content !== "");
    const name = `Table: ${heads.map(({ content }) => content.replaceAll("`", "")).join(", ")}`;
    env.tables ??= new Map();
    const nth = (env.tables.get(name) ?? 0) + 1;
    env.tables.set(name, nth);
    const label = md.utils.escapeHtml(nth === 1 ? name : `${name} (${nth})`).replaceAll("{{", "&#123;&#123;");
    return `<div class="wide" role="region" tabindex="0" aria-label="${label}"><table>\n`;
  };
  md.renderer.rules.table_close = () => "</table></div>\n";
}

// Shadows at both edges, which the ground of the box covers where there is nothing to scroll to; rows let them through.
export const scrollingStyle = `
.vp-doc .wide{--edge:#0000004d;overflow-x:auto;margin:20px 0;scrollbar-width:thin;
  background:linear-gradient(90deg,var(--vp-c-bg) 40%,transparent) left/40px 100% no-repeat local,
    linear-gradient(270deg,var(--vp-c-bg) 40%,transparent) right/40px 100% no-repeat local,
    linear-gradient(90deg,var(--edge),transparent) left/14px 100% no-repeat scroll,
    linear-gradient(270deg,var(--edge),transparent) right/14px 100% no-repeat scroll}
html.dark .vp-doc .wide{--edge:#ffffff59}
.vp-doc .wide:focus-visible{outline:2px solid var(--vp-c-brand-1);outline-offset:2px}
.vp-doc .wide table{display:table;margin:0;overflow:visible}
.vp-doc .wide :is(tr,th,td){background:none}`;

// A report as one HTML file: data, script and style inside, nothing loaded from anywhere. Pure.
import { createHash } from "node:crypto";

import type { MigrationReport } from "../report/model.js";

/** Script and style of the page, as the build bundles them. */
export interface PageBundle {
  readonly script: string;
  readonly style: string;
}

/** A page, and the policy it is served under: it may run its own script, show its own style, and reach nothing. */
export interface Page {
  readonly html: string;
  readonly policy: string;
}

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (letter) => `&#${letter.codePointAt(0)};`);

/** JSON inside a script element: nothing in it can end the element, or a line. */
const embedded = (value: unknown): string =>
  JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (letter) => `\\u${(letter.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`,
  );

const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

/** The policy; `connect` is where a live page may request more. */
const policyOf = ({ script, style }: PageBundle, connect: "'none'" | "'self'"): string =>
  [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    "img-src data:",
    `connect-src ${connect}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");

/** What a page shows beside the report. */
export interface PageOptions {
  readonly title: string;
  /** Address of the events that a live page follows, from the page. */
  readonly events?: string;
  /** The report as plain text, for a browser without scripts. */
  readonly plain: string;
}

/** The page of a report. */
export function htmlPage(report: MigrationReport, bundle: PageBundle, { title, events, plain }: PageOptions): Page {
  const policy = policyOf(bundle, events === undefined ? "'none'" : "'self'");
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${escapeHtml(title)}</title>
<style>${bundle.style}</style>
</head>
<body>
<div id="page"></div>
<noscript><pre>${escapeHtml(plain)}</pre></noscript>
<script type="application/json" id="data">${embedded({ title, events, report })}</script>
<script>${bundle.script}</script>
</body>
</html>
`;
  return { html, policy };
}

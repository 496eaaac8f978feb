// The page in the browser: shows the report that stands in it, and follows the service where it is live.
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";

import type { MigrationReport } from "../report/model.js";
import { App, type Link } from "./app.js";
import "./page.css";

/** What stands in the page. */
interface Data {
  readonly title: string;
  readonly events?: string;
  readonly report: MigrationReport;
}

function Page({ title, events, report: first }: Data) {
  const [report, setReport] = useState(first);
  const [link, setLink] = useState<Link>(events === undefined ? "none" : "live");
  useEffect(() => {
    if (events === undefined) return undefined;
    const stream = new EventSource(events);
    stream.addEventListener("report", ({ data }) => {
      setLink("live");
      setReport(JSON.parse(String(data)) as MigrationReport);
    });
    stream.addEventListener("end", () => {
      setLink("ended");
      stream.close();
    });
    stream.addEventListener("error", () => setLink((now) => (now === "ended" ? now : "lost")));
    return () => stream.close();
  }, [events]);
  return <App title={title} report={report} link={link} />;
}

const data = JSON.parse(document.getElementById("data")?.textContent ?? "") as Data;
const place = document.getElementById("page");
if (place !== null) render(<Page {...data} />, place);

import { consoleUrl, withConsole } from "../../../provider/mms/config/console.js";

const place = (region: string, endpoint: string) => ({ region, endpoint });

describe("the page in the console", () => {
  it.each(["cn-shanghai", "ap-southeast-1"])("has an address for the own endpoint of %s", (region) => {
    const url = `https://maxcompute.console.aliyun.com/${region}/mma/datasource`;
    const own = place(region, `maxcompute.${region}.aliyuncs.com`);
    expect(consoleUrl(own)).toBe(url);
    expect(withConsole("start it in the console", own)).toBe(`start it in the console. Console: ${url}`);
  });

  it.each([
    place("cn-shanghai", "127.0.0.1:4010"),
    place("cn-shanghai", "maxcompute.cn-beijing.aliyuncs.com"),
    place("cn-shanghai", "maxcompute.cn-shanghai.aliyuncs.com:8443"),
    place("cn-shanghai", "maxcompute-vpc.cn-shanghai.aliyuncs.com"),
  ])("has none for another endpoint: %o", (elsewhere) => {
    expect(consoleUrl(elsewhere)).toBeUndefined();
    expect(withConsole("start it in the console", elsewhere)).toBe("start it in the console");
  });
});

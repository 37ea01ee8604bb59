import { describeFormat } from "./conformance";
import { FORMATS } from "./formats";

for (const format of FORMATS) describeFormat(format);

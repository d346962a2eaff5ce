import { chartInfo } from '../../chart.ts';
import { helper, includeBlock, type Reference } from '../../helm/index.ts';
import { sourceFile, sourceFiles } from '../../source-file.ts';

export const LUA = 'generator/components/fluent-bit/lua';

/** The scripts, as they stand in {@link LUA}, by the name of the file. */
export const scripts: Readonly<Record<string, Reference<string>>> = Object.fromEntries(
  sourceFiles(LUA).filter((file) => file.endsWith('.lua')).map((file) => {
    const text = sourceFile(`${LUA}/${file}`);
    if (text.includes('{{')) throw new Error(`${LUA}/${file}: "{{" would begin an action of Helm: write "{ {"`);
    return [file, includeBlock(helper(`${chartInfo.name}.script.${file}`, `${file}, as it stands in ${LUA}.`, { text }))];
  }),
);

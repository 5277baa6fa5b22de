// Makes the next version of a published view, to be changed in its stead: node scripts/bump-view.mjs call_list
import { bumpView } from '../sql/bump.ts';

const [name] = process.argv.slice(2);
const root = new URL('../sql', import.meta.url).pathname;
try {
  if (name === undefined) throw new Error('name a view: node scripts/bump-view.mjs call_list');
  const { made, changed } = bumpView(root, name);
  for (const file of made) console.log(`made sql/${file}`);
  if (changed.length > 0)
    console.log(
      `the published text was changed; it is in the new version now, so put it back: git checkout -- ${changed.map((file) => `sql/${file}`).join(' ')}`,
    );
  console.log('then change the new files, and run: node scripts/freeze-views.mjs');
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}

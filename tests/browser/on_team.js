/* evenkeel officer report --html in a browser: four teams and all of them together, windows of four weeks and of one; three languages, light
 * and dark, a narrow window, on paper, with the keyboard. Nothing is asked for but the file itself. */
'use strict';

const { execFileSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');
const harness = require('./harness');

const teams = 5; /* with all of them together */

function page(language, weeks) {
	const file = path.join(os.tmpdir(), `team-${language}-${weeks}.html`);
	const env = { ...process.env, LANGUAGE: language, LC_ALL: 'C.UTF-8' };
	const made = path.join(process.env.BUILD, 'tests/browser/made_team');
	fs.writeFileSync(file, execFileSync(made, [language, path.join(process.env.BUILD, 'locale'), 'html', String(weeks)], { env }));
	return 'file://' + file;
}

async function look(browser, url, name, language, options) {
	const seen = await harness.look(browser, url, name, language, { opened: true, ...options });
	harness.is(`${name}: a table of all windows for each team`, seen.found.tables, teams);
	return seen;
}

async function all(browser, language) {
	for (const scheme of ['light', 'dark']) {
		const seen = await look(browser, page(language, 4), `team-${language}-${scheme}`, language, { scheme });
		const sheets = await harness.sheets(seen.page, `team-${language}-${scheme}`);
		harness.ok(`${language}, ${scheme}: about a sheet of A4 for each team`, sheets <= teams + 2, `${sheets} sheets`);
		const keys = await harness.keyboard(seen.page);
		harness.is(`${language}, ${scheme}: the tab key reaches each picture, its table and what opens it`, keys.reached, 3 * teams);
		harness.none(`${language}, ${scheme}: and the place is to be seen`, keys.unseen);
		await seen.close();
	}
	const narrow = await look(browser, page(language, 4), `team-${language}-narrow`, language, { width: 360 });
	await narrow.close();
}

harness.run(async (browser) => {
	for (const language of Object.keys(harness.languages))
		await all(browser, language);
	const weekly = await look(browser, page('en', 1), 'team-weekly', 'en', {});
	await weekly.close();
});

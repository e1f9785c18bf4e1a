/* evenkeel report --html in a browser: three languages, light and dark, a narrow window, on paper, with the keyboard; a store of weeks, one of
 * few answers, one of hard days, one of years. Nothing is asked for but the file itself. */
'use strict';

const { execFileSync } = require('child_process');
const fs = require('fs');
const os = require('os');
const path = require('path');
const harness = require('./harness');

const evenkeel = path.join(process.env.BUILD, 'evenkeel');
const now = '2026-03-06T18:00:00Z';

function run(store, language, ...words) {
	const env = { ...process.env, EVENKEEL_NOW: now, TZ: 'UTC', LANGUAGE: language, LC_ALL: 'C.UTF-8' };
	return execFileSync(evenkeel, ['--store', store, ...words], { env, stdio: ['ignore', 'pipe', 'ignore'] });
}

function report(store, language, name, ...words) {
	const file = path.join(os.tmpdir(), `${name}.html`);
	run(store, language, 'report', '--html', file, ...words);
	return 'file://' + file;
}

async function full(browser, store, language) {
	const url = report(store, language, `report-${language}`);
	for (const scheme of ['light', 'dark']) {
		const seen = await harness.look(browser, url, `report-${language}-${scheme}`, language, { scheme });
		harness.ok(`${language}, ${scheme}: pictures, and tables of them`, seen.found.pictures >= 5 && seen.found.tables >= 3,
			JSON.stringify(seen.found));
		harness.is(`${language}, ${scheme}: two sheets of A4`, await harness.sheets(seen.page, `report-${language}-${scheme}`), 2);
		const keys = await harness.keyboard(seen.page);
		harness.is(`${language}, ${scheme}: the tab key reaches each picture and its table`, keys.reached, 2 * seen.found.tables);
		harness.none(`${language}, ${scheme}: and the place is to be seen`, keys.unseen);
		await seen.close();
	}
	const narrow = await harness.look(browser, url, `report-${language}-narrow`, language, { width: 360 });
	await narrow.close();
}

/* All that there can be, at its longest, and still two sheets. */
async function fullest(browser, language) {
	const file = path.join(os.tmpdir(), `made-${language}.html`);
	const env = { ...process.env, LANGUAGE: language, LC_ALL: 'C.UTF-8' };
	fs.writeFileSync(file, execFileSync(path.join(process.env.BUILD, 'tests/browser/made_page'), [language, path.join(process.env.BUILD, 'locale')], { env }));
	const seen = await harness.look(browser, 'file://' + file, `made-${language}`, language, {});
	harness.is(`all that there can be, ${language}: two sheets of A4`, await harness.sheets(seen.page, `made-${language}`), 2);
	await seen.close();
}

/* Few answers; hard ones, which bring the words about help; and years. */
async function others(browser) {
	const few = path.join(os.tmpdir(), 'few'), hard = path.join(os.tmpdir(), 'hard'), years = path.join(os.tmpdir(), 'years');
	run(few, 'en', 'demo', '--weeks', '1');
	run(hard, 'en', 'demo', '--weeks', '6');
	for (let i = 0; i < 10; i++)
		run(hard, 'en', 'checkin', 'stress=2', 'fatigue=2', 'company.overload=1');
	run(years, 'en', 'demo', '--weeks', '150');
	for (const [name, store, ...words] of [['few', few], ['hard', hard], ['years', years, '--days', '1050']]) {
		const seen = await harness.look(browser, report(store, 'en', `report-${name}`, ...words), `report-${name}`, 'en', {});
		harness.is(`${name}: people to talk to only where it is hard`, await seen.page.locator('.support').count(), name === 'hard' ? 1 : 0);
		harness.ok(`${name}: two sheets at most`, await harness.sheets(seen.page, `report-${name}`) <= 2);
		await seen.close();
	}
}

harness.run(async (browser) => {
	const store = path.join(os.tmpdir(), 'weeks');
	run(store, 'en', 'demo', '--weeks', '12');
	for (const language of Object.keys(harness.languages))
		await full(browser, store, language);
	for (const language of Object.keys(harness.languages))
		await fullest(browser, language);
	await others(browser);
});

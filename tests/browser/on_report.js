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
const languages = { en: 'en-GB', zh_CN: 'zh-CN', th: 'th-TH' };

function run(store, language, ...words) {
	const env = { ...process.env, EVENKEEL_NOW: now, TZ: 'UTC', LANGUAGE: language, LC_ALL: 'C.UTF-8' };
	return execFileSync(evenkeel, ['--store', store, ...words], { env, stdio: ['ignore', 'pipe', 'ignore'] });
}

function report(store, language, name, ...words) {
	const file = path.join(os.tmpdir(), `${name}.html`);
	run(store, language, 'report', '--html', file, ...words);
	return 'file://' + file;
}

async function look(browser, url, name, language, options) {
	const seen = await harness.view(browser, url, { locale: languages[language], ...options });
	harness.is(`${name}: nothing is asked for but the file`, seen.requests.join(' '), url);
	harness.none(`${name}: the browser has nothing to complain about`, seen.complaints);
	harness.none(`${name}: axe finds nothing serious`, await harness.violations(seen.page));
	const found = await seen.page.evaluate(harness.outline);
	harness.is(`${name}: its language`, found.language, language.replace('_', '-'));
	harness.is(`${name}: one heading of all, no level skipped, one main part, all named, none empty`,
		[found.firsts, found.skips, found.mains, found.unnamed, found.scripts, found.empty].join(' '), '1 0 1 0 0 0');
	harness.is(`${name}: nothing is wider than the window`, found.wide, 0);
	await harness.shot(seen.page, name);
	return { ...seen, found };
}

async function full(browser, store, language) {
	const url = report(store, language, `report-${language}`);
	for (const scheme of ['light', 'dark']) {
		const seen = await look(browser, url, `report-${language}-${scheme}`, language, { scheme });
		harness.ok(`${language}, ${scheme}: pictures, and tables of them`, seen.found.pictures >= 5 && seen.found.tables >= 3,
			JSON.stringify(seen.found));
		harness.is(`${language}, ${scheme}: two sheets of A4`, await harness.sheets(seen.page, `report-${language}-${scheme}`), 2);
		const keys = await harness.keyboard(seen.page);
		harness.is(`${language}, ${scheme}: the tab key reaches each picture and its table`, keys.reached, 2 * seen.found.tables);
		harness.none(`${language}, ${scheme}: and the place is to be seen`, keys.unseen);
		await seen.close();
	}
	const narrow = await look(browser, url, `report-${language}-narrow`, language, { width: 360 });
	await narrow.close();
}

/* All that there can be, at its longest, and still two sheets. */
async function fullest(browser, language) {
	const file = path.join(os.tmpdir(), `made-${language}.html`);
	const env = { ...process.env, LANGUAGE: language, LC_ALL: 'C.UTF-8' };
	fs.writeFileSync(file, execFileSync(path.join(process.env.BUILD, 'tests/browser/made_page'), [language, path.join(process.env.BUILD, 'locale')], { env }));
	const seen = await look(browser, 'file://' + file, `made-${language}`, language, {});
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
		const seen = await look(browser, report(store, 'en', `report-${name}`, ...words), `report-${name}`, 'en', {});
		harness.is(`${name}: people to talk to only where it is hard`, await seen.page.locator('.support').count(), name === 'hard' ? 1 : 0);
		harness.ok(`${name}: two sheets at most`, await harness.sheets(seen.page, `report-${name}`) <= 2);
		await seen.close();
	}
}

harness.run(async (browser) => {
	const store = path.join(os.tmpdir(), 'weeks');
	run(store, 'en', 'demo', '--weeks', '12');
	for (const language of Object.keys(languages))
		await full(browser, store, language);
	for (const language of Object.keys(languages))
		await fullest(browser, language);
	await others(browser);
});

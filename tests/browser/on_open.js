/*
 * evenkeel open in a real browser: brought there by the file that xdg-open is given, the passphrase typed on the page, the review filled
 * in by keyboard, what goes to a team's figures shown and sent, a tip rated; three languages, light and dark.
 */
'use strict';

const fs = require('fs');
const path = require('path');
const { execFileSync, spawn } = require('child_process');
const harness = require('./harness');

const build = process.env.BUILD;
const scratch = process.env.HOME;
const passphrase = 'four words for tests';
const demo = path.join(scratch, 'demo');
const store = path.join(process.env.XDG_DATA_HOME, 'evenkeel');
const asked = path.join(scratch, 'asked');

/* In the place of xdg-open: keeps what it was given. */
fs.mkdirSync(path.join(scratch, 'bin'));
fs.writeFileSync(path.join(scratch, 'bin', 'xdg-open'), `#!/bin/sh\nprintf '%s' "$*" >${asked}.new && mv ${asked}.new ${asked}\n`, { mode: 0o755 });
process.env.PATH = `${path.join(scratch, 'bin')}:${process.env.PATH}`;

function evenkeel(words, options = {}) {
	return execFileSync(path.join(build, 'evenkeel'), words, { encoding: 'utf8', stdio: ['pipe', 'pipe', 'ignore'], ...options });
}

function unlocked(words) {
	const file = path.join(scratch, 'passphrase');
	fs.writeFileSync(file, passphrase, { mode: 0o600 });
	return evenkeel(words, { env: { ...process.env, EVENKEEL_PASSPHRASE_FILE: file } });
}

/* A member of a team of twelve, whose list both parties signed. Without a folder for the week in it, what is sent waits. */
function join(words) {
	const quarter = String(Math.floor(Date.now() / 1000 / 604800 / 12));
	const file = path.join(scratch, 'team.ekc');
	const cohort = (more) => fs.writeFileSync(file, execFileSync(path.join(build, 'tests/aggregate/make_cohort'), ['7', quarter, ...more]));
	cohort([]);
	evenkeel([...words, 'team', 'join', '--yes', '--drop', path.join(scratch, 'drop'), file]);
	cohort([JSON.parse(evenkeel([...words, 'team', 'status', '--json'])).code, 'fill=11']);
	evenkeel([...words, 'team', 'join', file]);
}

const waiting = (store) => fs.readdirSync(path.join(store, 'team')).includes('outbox') ? fs.readdirSync(path.join(store, 'team/outbox')).length : 0;
const marks = (page) => page.evaluate(() => Array.from(document.querySelectorAll('main dd'), (dd) => dd.textContent)
	.filter((text) => /^[01]+$/.test(text)).join(''));

async function until(what) {
	for (let i = 0; i < 400; i++) {
		const found = what();
		if (found)
			return found;
		await new Promise((resolve) => setTimeout(resolve, 25));
	}
	throw new Error(`waited in vain for ${what}`);
}

/* A program that serves, and the file that leads to it. */
async function open(words = [], language = '') {
	fs.rmSync(asked, { force: true });
	const env = { ...process.env, LANGUAGE: language };
	const child = spawn(path.join(build, 'evenkeel'), [...words, 'open', '--end-after', '120'], { env, stdio: 'ignore' });
	const over = new Promise((resolve) => child.on('exit', resolve));
	const file = await until(() => fs.existsSync(asked) && fs.readFileSync(asked, 'utf8'));
	return { child, file, over, url: 'file://' + file };
}

/* There by the file; the first page has come when its ways to go are there. */
async function arrive(browser, served, options) {
	const seen = await harness.view(browser, served.url, options);
	await seen.page.waitForSelector('nav');
	return seen;
}

async function look(seen, name) {
	harness.none(`${name}: axe finds nothing serious`, await harness.violations(seen.page));
	await harness.shot(seen.page, `open-${name}`);
}

const words = (page) => page.evaluate(() => document.body.innerText);
const pages = (seen) => seen.requests.filter((url) => !url.endsWith('/favicon.ico'));

async function unlocks(browser) {
	const served = await open();
	harness.ok('the browser is given a file, not an address', /^\/.*\/evenkeel\/open-[0-9a-f]+\.html$/.test(served.file), served.file);
	harness.is('which only the person can read', (fs.statSync(served.file).mode & 0o777).toString(8), '600');
	const seen = await arrive(browser, served);
	harness.ok('which is gone then', !fs.existsSync(served.file));
	const base = seen.page.url();
	harness.ok('the address that stays has no token', /^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\/$/.test(base), base);
	harness.is('the passphrase has the keyboard', await seen.page.evaluate(() => document.activeElement.name), 'passphrase');
	await look(seen, 'unlock');
	const keys = await harness.keyboard(seen.page);
	harness.none('what has the keyboard is seen to have it', keys.unseen);
	await seen.page.fill('[name=passphrase]', 'not this one');
	await seen.page.keyboard.press('Enter');
	await seen.page.waitForSelector('[role=alert]');
	await look(seen, 'wrong');
	await seen.page.fill('[name=passphrase]', passphrase);
	await seen.page.keyboard.press('Enter');
	await seen.page.waitForFunction(() => !document.querySelector('[type=password]'));
	harness.is('the passphrase leads to the first page', seen.page.url(), base);
	return { served, seen, base };
}

/* Answers the part by keyboard alone: into each question with the tab key, steps with the arrows. */
async function answer(page, arrows) {
	const count = await page.evaluate(() => document.querySelectorAll('main fieldset').length);
	const reached = [];
	await page.evaluate(() => document.activeElement && document.activeElement.blur());
	await page.focus('main form :checked, main form select');
	for (let i = 0; i < count; i++) {
		const at = await page.evaluate(() => ({ name: document.activeElement.name, type: document.activeElement.type }));
		reached.push(at.name);
		if (at.type === 'radio') {
			/* "No answer" is checked and has the keyboard, so from there the first arrow leads round to the first step. */
			for (let k = 0; k <= (arrows[at.name] ?? 1); k++)
				await page.keyboard.press('ArrowDown');
		} else if (at.type === 'select-one') {
			await page.keyboard.press('ArrowDown');
			await page.keyboard.press('Tab');
			await page.keyboard.press('Tab'); /* the other ranks stay empty */
		} else {
			await page.keyboard.type('kept to myself');
		}
		await page.keyboard.press('Tab');
	}
	return reached;
}

async function reviews({ seen, base }) {
	const { page } = seen;
	await page.click('nav a[href="./review"]');
	await look(seen, 'review-1');
	const reached = await answer(page, { 'week-stress': 3, fatigue: 4 });
	harness.ok('the keyboard reaches every question of the part', new Set(reached).size === 14, reached);
	await page.keyboard.press('Enter'); /* on Next */
	await page.waitForSelector('[name=health]');
	await look(seen, 'review-2');
	await answer(page, { health: 2 });
	await page.keyboard.press('Enter');
	await page.waitForSelector('[name=cause1]');
	await look(seen, 'review-3');
	await answer(page, { valence: 0, response: 0, 'breaks-taken': 2, 'hard-call': 0 });
	await page.keyboard.press('Enter');
	await page.waitForURL(`${base}review-done`);
	await look(seen, 'review-done');
	const shown = await marks(page);
	harness.ok('all 48 marks for the team are shown', shown.length === 48 && shown.startsWith('00010'), shown);
	harness.is('and nothing is sent before a click', waiting(store), 0);
	await page.click('button[value=send]');
	await page.waitForSelector('main:not(:has(button[value=send]))');
	await look(seen, 'review-sent');
	harness.is('a click sends it', waiting(store), 1);
	const stored = JSON.parse(unlocked(['export', '--format', 'json'])).records;
	const value = (id) => stored.flatMap((record) => record.answers ?? []).filter((one) => one.id === id && one.value !== null).map((one) => one.value).pop();
	harness.is('the week as it was answered', value('week-stress'), 3);
	harness.is('a symptom', value('fatigue'), 4);
	harness.is('another', value('unease'), 1);
	harness.is('an impact', value('health'), 2);
	harness.is('the cause that weighs most', value('customer.expectations'), 1);
	harness.is('the breaks', value('breaks-taken'), 2);
	harness.ok('and the note', stored.some((record) => record.text === 'kept to myself'));
}

async function rates({ seen, base }) {
	const { page } = seen;
	await page.click('nav a[href="./tips"]');
	await page.waitForURL(`${base}tips`);
	await look(seen, 'tips');
	const tip = await page.inputValue('[name=tip]');
	await page.click('button[value=helped]');
	await page.waitForSelector('[role=status]');
	harness.ok('a tip is rated', unlocked(['export', '--format', 'json']).includes(`"tip":"tip.${tip}","verdict":"helped"`));
}

async function closes({ served, seen }) {
	const asked = pages(seen).filter((url) => !url.startsWith('file://') && !url.startsWith('http://127.0.0.1:'));
	harness.none('nothing but its own pages was asked for', asked);
	harness.none('the browser has no complaint', seen.complaints.filter((line) => !line.includes('favicon')));
	await seen.page.click('nav form button');
	await seen.page.waitForFunction(() => !document.querySelector('nav'));
	await look(seen, 'closed');
	harness.is('closing ends the program', await served.over, 0);
	await seen.close();
}

/* A made-up agent's weeks, which open by themselves: each page in each language, light and dark. */
async function languages(browser) {
	const titles = { en: 'en', zh_CN: 'zh-CN', th: 'th' };
	for (const language of Object.keys(titles)) {
		for (const scheme of ['light', 'dark']) {
			const served = await open(['--store', demo], language);
			const seen = await arrive(browser, served, { scheme });
			const name = `${language}-${scheme}`;
			harness.is(`${name}: the page says its language`, await seen.page.getAttribute('html', 'lang'), titles[language]);
			await look(seen, `${name}-first`);
			harness.ok(`${name}: there is a picture`, await seen.page.evaluate(() => document.querySelectorAll('main svg').length >= 2));
			for (const way of ['tips', 'review']) {
				await seen.page.click(`nav a[href="./${way}"]`);
				await seen.page.waitForSelector('main fieldset');
				await look(seen, `${name}-${way}`);
			}
			for (let part = 0; part < 3; part++) {
				if (part === 0)
					await seen.page.check('[name=week-stress][value="2"]');
				await seen.page.click('main button[value=next]');
				await seen.page.waitForLoadState();
			}
			await seen.page.waitForSelector('button[value=no]');
			await look(seen, `${name}-team`);
			harness.is(`${name}: all 48 marks for the team`, (await marks(seen.page)).length, 48);
			harness.ok(`${name}: asked in that language`, language === 'en' || !/Send|marks|Signs/.test(await words(seen.page)));
			await seen.page.click('button[value=no]');
			harness.ok(`${name}: it is not English throughout`, language === 'en' || !/Weekly review|Close/.test(await words(seen.page)));
			harness.none(`${name}: no complaint`, seen.complaints.filter((line) => !line.includes('favicon')));
			await seen.close();
			served.child.kill('SIGTERM');
			harness.is(`${name}: it ends`, await served.over, 0);
		}
	}
}

/* A page of another site, in the same browser: it can neither read, nor frame, nor send. */
async function strangers(browser) {
	const served = await open();
	const seen = await arrive(browser, served);
	const base = seen.page.url(), context = seen.page.context();
	const stranger = await context.newPage();
	const file = path.join(scratch, 'stranger.html');
	fs.writeFileSync(file, `<!doctype html><iframe src="${base}"></iframe><form method=post action="${base}close"><button>x</button></form>`);
	const statuses = [];
	stranger.on('response', (response) => statuses.push(response.status()));
	await stranger.goto('file://' + file);
	await stranger.waitForTimeout(300);
	await stranger.click('button');
	await stranger.waitForTimeout(300);
	harness.is('a frame and a form of another site get 403', statuses.filter((status) => status !== 200).join(), '403,403');
	await seen.page.reload();
	harness.ok('and the page is still there', await seen.page.isVisible('nav'));
	await seen.close();
	served.child.kill('SIGTERM');
	await served.over;
}

harness.run(async (browser) => {
	evenkeel(['setup', '--passphrase-fd', '0', '--kdf-test', '--no-recovery-check', '--no-service'], { input: passphrase });
	evenkeel(['--store', demo, 'demo', '--weeks', '12', '--seed', '3']);
	join([]);
	join(['--store', demo]);
	const visit = await unlocks(browser);
	await reviews(visit);
	await rates(visit);
	await closes(visit);
	await strangers(browser);
	await languages(browser);
});

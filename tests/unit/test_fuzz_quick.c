/* The fuzz targets on mutations of good input, the same each time: a short look on every run; make fuzz looks for long. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <evenkeel/dap.h>
#include <evenkeel/mem.h>
#include <evenkeel/promptline.h>
#include <evenkeel/proto.h>
#include <evenkeel/record.h>
#include <evenkeel/rng.h>

#include "fuzz/fuzz.h"
#include "mutations.h"

#define ROUNDS 20000
#define ROUNDS_ICS 1500
#define ROUNDS_QUESTIONNAIRE 4000
#define ROUNDS_DAYS 2000
#define ROUNDS_STORE 300 /* those that make files */

static void run(int (*target)(const uint8_t *bytes, size_t size), const struct text *seeds, size_t count)
{
	mutations_run(ROUNDS, target, seeds, count);
}

static void calendar(void **state)
{
	static const char lines[] =
		"calendar 1\ncovers 1772431200 1772604000\nshift 1772431200 1772445600\n"
		"shift 1772604000 1772618400\nbusy 1772434800 1772438400\nleft-out 3 17 zone\nend\n";
	static const char failed[] = "calendar 1\nfailed 12 cut-off\nend\n";
	struct text seeds[] = {mutations_of(lines, sizeof(lines) - 1), mutations_of(failed, sizeof(failed) - 1)};

	(void)state;
	run(fuzz_calendar, seeds, 2);
	mutations_clear(seeds, 2);
}

#if HAVE_ICAL
static void ics(void **state)
{
	static const char *const names[] = {"weekly-shift",     "own-zone",    "moved",
					    "meeting-in-shift", "summer-time", "all-day"};
	struct text seeds[sizeof(names) / sizeof(names[0])] = {{0}};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char path[64], bytes[4096];
		snprintf(path, sizeof(path), "tests/calendar/%s.ics", names[i]);
		FILE *file = fopen(path, "r");
		assert_non_null(file);
		size_t got = fread(bytes, 1, sizeof(bytes), file);
		fclose(file);
		text_append_bytes(&seeds[i], bytes, got);
	}
	mutations_run(ROUNDS_ICS, fuzz_ics, seeds, sizeof(names) / sizeof(names[0]));
	mutations_clear(seeds, sizeof(names) / sizeof(names[0]));
}
#endif

static void support(void **state)
{
	static const char file[] = "\xef\xbb\xbf[eap]\nname = Care\nphone = +44 1\nweb=https://a.example\n; more\n"
				   "[eap]\r\nname=Dwa\nphone=2 ; two\nlanguage = polski\n[line.DE]\n"
				   "name = Sorge\nphone = 0800\nhours = 24 h\n[line.th]\nname=\xe0\xb9\x84\nphone=13";
	struct text seeds[] = {mutations_of(file, sizeof(file) - 1)};

	(void)state;
	run(fuzz_support, seeds, 1);
	mutations_clear(seeds, 1);
}

static void stats(void **state)
{
	static const char trend[] = "# remark\n1\t12.5\n2\t25\r\n2\t25\n4\tNA\n5.5\t-3e1\n7\t\n9\t0\n\n12\t50";
	static const char dates[] = "\xef\xbb\xbf"
				    "2026-03-02\t1\n2026-03-03T09:00:00.5+01:00\t2\n2026-03-05T09:00Z\t2\n";
	static const char items[] = "0\t4\t1\n1\t3\t\n2\tNA\t2\n3\t1\t0\n4\t0\t1\n";
	struct text seeds[] = {mutations_of(trend, sizeof(trend) - 1), mutations_of(dates, sizeof(dates) - 1),
			       mutations_of(items, sizeof(items) - 1)};

	(void)state;
	mutations_run(ROUNDS_DAYS, fuzz_stats, seeds, 3);
	mutations_clear(seeds, 3);
}

static void config(void **state)
{
	static const char file[] =
		"\x03\x05"
		"25min; mine\nlanguage = th\n[micro]\nevery = 25min ; eyes\nfor=20s\n[hours]\n"
		"mon = 09:00-12:30,13:00-18:00\nfri = 22:00-02:00,03:00-06:00\nholidays = 2026-10-01\n"
		"holidays = 2026-12-24..2026-12-26\ncalendar = /home/me/c.ics\n[review]\nday = last\n";
	static const char dates[] =
		"\x1b\x20"
		"2026-10-01,2026-12-24..2026-12-26[hours]\r\nholidays = off\r\n[day]\nstart = 05:00";
	struct text seeds[] = {mutations_of(file, sizeof(file) - 1), mutations_of(dates, sizeof(dates) - 1)};

	(void)state;
	run(fuzz_config, seeds, 2);
	mutations_clear(seeds, 2);
}

static void proto(void **state)
{
	struct proto_message status = {
		.type = PROTO_STATUS_IS, .status.schedule.open = WHAT_NONE, .status.open.what = WHAT_NONE};
	struct text seeds[3] = {{0}, {0}, {0}};

	(void)state;
	status.status.schedule.hold_count = status.status.schedule.next_count = 1;
	status.status.schedule.holds[0].hold = HELD_CALL;
	status.status.feature_count = 2;
	strcpy(status.status.notifier, "desktop (dunst 1.9.0)");
	proto_encode(&status, &seeds[0]);
	proto_encode(&(struct proto_message){.type = PROTO_BUSY, .on = 1, .minutes = 30}, &seeds[1]);
	proto_encode(&(struct proto_message){.type = PROTO_NOW, .what = WHAT_REST}, &seeds[1]);
	proto_encode(&(struct proto_message){.type = PROTO_ERROR, .kind = ERROR_LOCKED, .text = "没有"}, &seeds[2]);
	run(fuzz_proto, seeds, 3);
	mutations_clear(seeds, 3);
}

static void open_page(void **state)
{
	static const char form[] = "form=5a5a&at=0&week-stress=3&note=%E6%82%A8+and+%26&cause1=company.overload";
	static const char page[] = "/00000000000000000000000000000000/tips\n127.0.0.1:7\nnull\nsame-origin\ndocument\n"
				   "a=b; evenkeel=5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a";
	static const char token[] =
		"/?token=a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5\n127.0.0.1:7\n";
	struct text seeds[] = {mutations_of(form, sizeof(form) - 1), mutations_of(page, sizeof(page) - 1),
			       mutations_of(token, sizeof(token) - 1)};

	(void)state;
	run(fuzz_open, seeds, 3);
	mutations_clear(seeds, 3);
}

static void promptline(void **state)
{
	static const char prompt[] =
		"prompt 1\nsummary How tense?\nbody a\\nb \\\\ 您\ncli-hint or run: x\naction Yes\naction No\n"
		"urgency low\ncategory x-evenkeel.checkin\nlife-s 900\nend\n";
	static const char caps[] = "caps Xfce\\sNotify\\sDaemon 0.7.3 actions body body-markup",
			  closed[] = "closed by-call";
	struct text seeds[] = {mutations_of(prompt, sizeof(prompt) - 1), mutations_of(caps, sizeof(caps) - 1),
			       mutations_of(closed, sizeof(closed) - 1)};

	(void)state;
	run(fuzz_promptline, seeds, 3);
	mutations_clear(seeds, 3);
}

/* As one file: a byte for the language, then the three with a zero byte between. */
static struct text join_three(const char *questionnaire, const char *scoring, const char *answers)
{
	struct text ret = {0};

	text_append_char(&ret, '\3');
	text_append_bytes(&ret, questionnaire, strlen(questionnaire) + 1);
	text_append_bytes(&ret, scoring, strlen(scoring) + 1);
	text_append(&ret, answers);
	return ret;
}

static void questionnaire(void **state)
{
	static const char choice[] =
		"{\"resourceType\":\"Questionnaire\",\"contained\":[{\"resourceType\":\"ValueSet\",\"id\":\"v\","
		"\"compose\":{"
		"\"include\":[{\"system\":\"s\",\"concept\":[{\"code\":\"a\",\"extension\":[{\"url\":\"http://hl7.org/"
		"fhir/"
		"StructureDefinition/"
		"ordinalValue\",\"valueDecimal\":0}]},{\"code\":\"b\",\"extension\":[{\"url\":\"http://hl7.org/"
		"fhir/StructureDefinition/"
		"ordinalValue\",\"valueDecimal\":1}]}]}]}}],\"item\":[{\"linkId\":\"q\",\"type\":\"choice\","
		"\"text\":\"?\",\"answerValueSet\":\"#v\"},{\"linkId\":\"n\",\"type\":\"integer\",\"text\":\"?\","
		"\"enableWhen\":[{"
		"\"question\":\"q\",\"operator\":\"=\",\"answerCoding\":{\"code\":\"b\"}}]},{\"linkId\":\"t\",\"type\":"
		"\"decimal\","
		"\"extension\":[{\"url\":\"http://hl7.org/fhir/uv/sdc/StructureDefinition/"
		"sdc-questionnaire-calculatedExpression\","
		"\"valueExpression\":{\"expression\":\"iif(%resource.item.where(linkId = 'n').exists(), 2, 0) + "
		"%resource.answers().value.ordinal().sum()\"}}]}]}";
	static const char rule[] =
		"[values]\nvalue = 3 a\nvalue = 1 b\n[score x]\nreverse = q\nitem = n\nat-least = 1\n"
		"missing = mean\nband = 0 3 low\n[safety]\nscore = x\nabove = 2\n";
	static const char response[] =
		"{\"resourceType\":\"QuestionnaireResponse\",\"item\":[{\"linkId\":\"q\",\"answer\":[{\"valueCoding\":{"
		"\"code\":\"b\"}}]},{\"linkId\":\"t\",\"answer\":[{\"valueDecimal\":4}]}]}";
	struct text seeds[] = {join_three(choice, rule, "{\"q\":\"b\",\"n\":2}"), join_three(choice, "", response),
			       join_three(choice, "", "{\"q\":\"a\"}")};

	(void)state;
	mutations_run(ROUNDS_QUESTIONNAIRE, fuzz_questionnaire, seeds, 3);
	mutations_clear(seeds, 3);
}

static void record(void **state)
{
	static const struct record records[] = {
		{.kind = RECORD_ANSWERED,
		 .wall_ms = 1772438400000,
		 .parts = 1,
		 .count = 1,
		 .catalogue = 1,
		 .prompt = {.answers = {{1, SCALE_M3, 2}}, .form = FORM_MOMENTARY, .origin = ORIGIN_PROMPT}},
		{.kind = RECORD_BREAK,
		 .wall_ms = 1772438400000,
		 .parts = 1,
		 .pause = {.type = BREAK_REST, .outcome = BREAK_TAKEN}},
		{.kind = RECORD_WORKSHEET,
		 .wall_ms = 1772438400000,
		 .parts = 1,
		 .worksheet = {.length = 3, .text = "负"}},
		{.kind = RECORD_CLOCK, .wall_ms = 1772438400000, .parts = 1, .clock = {.jump_ms = -5, .cause = 2}},
	};
	uint8_t bytes[RECORD_WORKSHEET_SIZE];
	struct text seeds[4];

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		record_encode(&records[i], bytes);
		seeds[i] = mutations_of((char *)bytes, record_size(&records[i]));
	}
	run(fuzz_record, seeds, 4);
	mutations_clear(seeds, 4);
}

static void words(void **state)
{
	static const char *const good[] = {"\x10stress=2",
					   "\x20"
					   "customer.demands=1",
					   "\x05note=太多了 มากเกินไป, too much",
					   "\x50"
					   "2026-03-02T09:00:00+01:00",
					   "\x0f"
					   "25min",
					   "\x30"
					   "003G-W58W-4CN3-2E1Z-8S6N-8PV2-D5R7-EZM5-HJ9S-N8D8-NYVB-VH6B-TBCG-VEN9"};
	struct text seeds[6];

	(void)state;
	for (size_t i = 0; i < 6; i++)
		seeds[i] = mutations_of(good[i], strlen(good[i]));
	run(fuzz_words, seeds, 6);
	mutations_clear(seeds, 6);
}

static void scenario(void **state)
{
	static const char day[] =
		"start 2026-10-24 21:00:00 Europe/Berlin\nset hours.sat 22:00-06:00\nset micro.every 5min\n"
		"meeting 23:00 23:30\n0 active\n+3700 call\n+600 hangup\n+60 restart\n+300 later\n"
		"+900 lock\n+10 unlock\n+5 clock -3600\n+60 busy on 10\n+60 now rest\n23:59:59 sleep\n"
		"+7200 wake\n+10 set call.debounce 0\n36000 end\nexpect 3600 release off-hours\nloose\n";
	static const char bare[] = "set micro.every 300s\n0 active\n301 idle\n341 end\nexpect 300 prompt micro\n"
				   "expect 331 taken micro prompted\nnever prompt rest\n";
	struct text seeds[] = {mutations_of(day, sizeof(day) - 1), mutations_of(bare, sizeof(bare) - 1)};

	(void)state;
	mutations_run(ROUNDS_DAYS, fuzz_scenario, seeds, 2);
	mutations_clear(seeds, 2);
}

/* A gap, three events, and a state that says everything it can. */
static void saved_state(void **state)
{
	static const char whole[] =
		"\x5f\x03\x21\x01\x74\x0a\x81\x13"
		"evenkeel-schedule 1\nat 1772445600\nseed 00000000000000ff\nday 2026-03-02 3600\nlimit 28800\n"
		"slots 2026-03-01 1\nslots 2026-03-02 3\nweek 2026-02-27 0\nmicro 1805 200\nrest 3400\n"
		"snooze 600\npause 1772449200\nbusy 0\nasked 60 1000\nnext 1772446500\n";
	struct text seeds[] = {mutations_of(whole, sizeof(whole) - 1)};

	(void)state;
	mutations_run(ROUNDS_DAYS, fuzz_state, seeds, 1);
	mutations_clear(seeds, 1);
}

/* Places of the key file: a slot's passes and memory, its flags, the mark, the magic. */
static void keys(void **state)
{
	static const char changes[] = "\x01\x8c\x00\xff\x90\x00\xff\x8a\x00\x00\x30\x00\x01\x00\x00\x45";
	struct text seeds[] = {mutations_of(changes, sizeof(changes) - 1), mutations_of(changes, 4),
			       mutations_of("\x01", 1)};

	(void)state;
	run(fuzz_keys, seeds, 3);
	mutations_clear(seeds, 3);
}

static void seal(void **state)
{
	char slots[4 + 2 * 160] = "\x23";
	/* One byte short, and the missing one a zero: what a read fills up is no slot. Found by the fuzzer. */
	uint8_t one_short[82] = {0x33, 0x2b};
	struct text seeds[2];

	(void)state;
	memset(one_short + 2, 0xc8, 78);
	one_short[80] = '*';
	fuzz_seal(one_short, sizeof(one_short));
	for (size_t i = 4; i < sizeof(slots); i++)
		slots[i] = (char)i;
	seeds[0] = mutations_of(slots, sizeof(slots));
	slots[0] = '\x2f';
	seeds[1] = mutations_of(slots, sizeof(slots));
	mutations_run(10 * ROUNDS_STORE, fuzz_seal, seeds, 2);
	mutations_clear(seeds, 2);
}

/* One of the three stores and how it is spoilt; edits by number with what they take. */
static void rows(void **state)
{
	static const char by_sql[] = "\x21\x08\x01\x02\x0e\x01\x00\x04\x00key\x13\x02\x05\x03\x09";
	static const char by_bytes[] = "\xc2\x03\x00\x10\xff\x00\x64\x20\x01\x01\x10\x30\x80";
	static const char empty_blob[] = "\xa5\x02\x01";
	struct text seeds[] = {mutations_of(by_sql, sizeof(by_sql) - 1), mutations_of(by_bytes, sizeof(by_bytes) - 1),
			       mutations_of("\xa3\x0a", 2), mutations_of("\x00\x03\x02", 3),
			       mutations_of(empty_blob, sizeof(empty_blob) - 1)};

	(void)state;
	mutations_run(ROUNDS_STORE / 4 * 5, fuzz_rows, seeds, 5);
	mutations_clear(seeds, 5);
}

/* Files of an office's, each kind by its first byte. */
static void office(void **state)
{
	static const uint8_t config[HPKE_CONFIG_SIZE] = {1, 0, 0x20, 0, 1, 0, 3, 0, 32, 9};
	static const uint8_t signature[DAP_KEY_SIZE + DAP_SIGNATURE_SIZE];
	static const char both[] = "2{\"version\":1,\"drop\":\"/d\",\"exchange\":\"/e\",\"own\":\"\1\","
				   "\"other\":\"\2\"}";
	struct text seeds[] = {mutations_of("1EKP1\1\3B C", 10),
			       mutations_of(both, sizeof(both) - 1),
			       mutations_of("3\xe5\xae\xa2 Office", 11),
			       {0}};

	(void)state;
	text_append_bytes(&seeds[0], signature, DAP_KEY_SIZE);
	text_append_bytes(&seeds[0], config, sizeof(config));
	text_append_bytes(&seeds[0], signature, DAP_SIGNATURE_SIZE);
	text_append_bytes(&seeds[3], seeds[0].bytes, seeds[0].length);
	seeds[3].bytes[0] = '0';
	mutations_run(ROUNDS_DAYS, fuzz_office, seeds, 4);
	mutations_clear(seeds, 4);
}

static void enrol(void **state)
{
	static const char lines[] = "0evenkeel register 1\n0123456789abcdef\t247\t\1\tAn Li\n"
				    "fedcba9876543210\t248\t\2\t\xe5\xae\xa2\n";
	static const char list[] = "1# code, tab, name\n\3\tCy Dee\r\n\n\4\tD. E.\n\1\tan  LI\n\5\tF";
	struct text seeds[] = {mutations_of(lines, sizeof(lines) - 1), mutations_of(list, sizeof(list) - 1)};

	(void)state;
	run(fuzz_enrol, seeds, 2);
	mutations_clear(seeds, 2);
}

static void outbox(void **state)
{
	static const char name[] = "01795342800-1796000000-2968-0123456789abcdef-00112233445566778899aabbccddeeff.ekr";
	struct text seeds[] = {mutations_of(name, sizeof(name) - 1),
			       mutations_of("\xc1\1\2\3\4\5\6\7\x08\2\2\3\4\5\6\7\x08\1", 18)};

	(void)state;
	run(fuzz_outbox, seeds, 2);
	mutations_clear(seeds, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#if HAVE_ICAL
		cmocka_unit_test(ics),
#endif
		cmocka_unit_test(calendar),
		cmocka_unit_test(config),
		cmocka_unit_test(support),
		cmocka_unit_test(proto),
		cmocka_unit_test(open_page),
		cmocka_unit_test(promptline),
		cmocka_unit_test(questionnaire),
		cmocka_unit_test(record),
		cmocka_unit_test(words),
		cmocka_unit_test(scenario),
		cmocka_unit_test(saved_state),
		cmocka_unit_test(stats),
		cmocka_unit_test(keys),
		cmocka_unit_test(seal),
		cmocka_unit_test(rows),
		cmocka_unit_test(office),
		cmocka_unit_test(enrol),
		cmocka_unit_test(outbox),
	};

	return cmocka_run_group_tests_name("fuzz_quick", tests, NULL, NULL);
}

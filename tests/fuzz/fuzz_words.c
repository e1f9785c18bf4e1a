/* Words and short forms that people type: answers, times, dates, durations; and any text on its way to a terminal. */
#include <stdbool.h>
#include <string.h>

#include <evenkeel/checkin.h>
#include <evenkeel/config.h>
#include <evenkeel/instant.h>
#include <evenkeel/mem.h>
#include <evenkeel/zone.h>

#include "../../client/cohort_label.h"
#include "../../client/enrol_code.h"
#include "fuzz/fuzz.h"

static void check_forms(const char *word)
{
	static struct checkin checkin;
	static struct review review;
	static struct record records[REVIEW_RECORDS_MAX];
	struct symptom_deck deck = {0};
	struct rng rng = rng_seeded(1);
	uint8_t bytes[RECORD_WORKSHEET_SIZE];

	checkin_init(&checkin, &deck, &rng);
	checkin_assign(&checkin, word, NULL);
	checkin_assign(&checkin, "stress=1", NULL);
	checkin_record(&checkin, RECORD_EXPIRED, records);
	records->prompt.origin = ORIGIN_SELF;
	record_encode(records, bytes);
	review_init(&review);
	review_assign(&review, word, NULL);
	int count = review_records(&review, RECORD_EXPIRED, records);
	for (int i = 0; i < count; i++) {
		if (record_is_prompt(&records[i]))
			records[i].prompt.origin = ORIGIN_SELF;
		record_encode(&records[i], bytes);
	}
}

static void check_times(const char *word)
{
	int64_t wall_ms, seconds;
	int32_t date, offset_s;
	char written[DATE_SIZE];

	if (instant_parse(word, 0, &wall_ms, &offset_s) == 0)
		FUZZ_CHECK(offset_s >= -15 * 3600 && offset_s <= 15 * 3600 && wall_ms % 1000 == 0);
	if (date_parse(word, &date) == 0) {
		date_format(date, written);
		FUZZ_CHECK(!strcmp(word, written));
	}
	if (config_duration(word, 60, &seconds) == 0)
		FUZZ_CHECK(seconds >= 0 && seconds <= INT64_C(999999999) * 3600);
}

/* A code that is read is just what its own key and binding make; a label's three names are what it was made of. */
static void check_team(const char *word)
{
	_cleanup_(text_clear) struct text text = {0};
	static const uint8_t task_id[DAP_ID_SIZE] = {1};
	struct cohort invitation = {.task.task_id = task_id};
	struct enrol_code got, again;
	char code[ENROL_CODE_SIZE];
	struct cohort_label label;

	if (enrol_code_decode(word, &got, NULL) == 0) {
		bool is_for = enrol_code_is_for(&got, &invitation);
		enrol_code_encode(got.key, &invitation, code);
		FUZZ_CHECK(enrol_code_decode(code, &again, NULL) == 0 && enrol_code_is_for(&again, &invitation));
		FUZZ_CHECK(memcmp(got.key, again.key, sizeof(got.key)) == 0);
		FUZZ_CHECK(is_for == (memcmp(got.bound, again.bound, sizeof(got.bound)) == 0));
	}
	if (cohort_label_make(word, "Office", "Council", &text, NULL) == 0) {
		struct cohort cohort = {.label = {(const uint8_t *)text.bytes, text.length}};
		cohort_label(&cohort, &label);
		FUZZ_CHECK(label.team[0] != '\0' && text_is_utf8(label.team, strlen(label.team)));
		FUZZ_CHECK(!strcmp(label.party[PARTY_A], "Office") && !strcmp(label.party[PARTY_B], "Council"));
	}
}

static void check_shown(const char *name)
{
	FUZZ_CHECK(name[0] != '\0' && text_is_utf8(name, strlen(name)));
	for (uint32_t c; (c = text_next(&name)) != 0;)
		FUZZ_CHECK(c >= ' ' && (c < 0x7f || c >= 0xa0) && c != 0x202e && c != 0x2066);
}

/* One that stands in a stranger's cohort file, as far as cohort_decode lets it through: what people are shown of it cannot turn a line round. */
static void check_label(const char *word)
{
	struct cohort cohort = {.label = {(const uint8_t *)word, strlen(word)}};
	struct cohort_label label;

	if (cohort.label.size == 0 || cohort.label.size > COHORT_LABEL_MAX || !text_is_utf8(word, cohort.label.size))
		return;
	for (const char *c = word; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			return;
	cohort_label(&cohort, &label);
	check_shown(label.team);
	check_shown(label.party[PARTY_A]);
	check_shown(label.party[PARTY_B]);
}

static void check_text(const char *word, int columns)
{
	_cleanup_(text_clear) struct text fitted = {0}, wrapped = {0};

	text_append_fitted(&fitted, word, columns);
	FUZZ_CHECK(text_columns(text_string(&fitted)) == columns);
	FUZZ_CHECK(text_is_utf8(text_string(&fitted), fitted.length));
	text_append_wrapped(&wrapped, word, columns, "");
	FUZZ_CHECK(text_is_utf8(text_string(&wrapped), wrapped.length));
	for (char *line = wrapped.bytes, *end; *line; line = end + 1) {
		end = strchr(line, '\n');
		FUZZ_CHECK(end);
		*end = '\0';
		for (char *c = line; *c; c++)
			FUZZ_CHECK((unsigned char)*c >= 0x20 && *c != 0x7f);
		bool path = line[*line == '\''] == '/'; /* stays whole */
		FUZZ_CHECK(path || text_columns(line) <= (columns > 2 ? columns : 2));
	}
}

int FUZZ_TARGET(fuzz_words)(const uint8_t *bytes, size_t size)
{
	_cleanup_(text_clear) struct text word = {0};

	if (size == 0)
		return 0;
	text_append_bytes(&word, bytes + 1, size - 1);
	check_forms(text_string(&word));
	check_times(text_string(&word));
	check_team(text_string(&word));
	check_label(text_string(&word));
	check_text(text_string(&word), bytes[0] % 100);
	return 0;
}

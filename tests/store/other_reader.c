#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "fixture.h"
#include "other_reader.h"

enum { PATH = 512 };

bool other_reader_there(void)
{
	return system("python3 -c 'import hashlib' >/dev/null 2>&1") == 0 &&
	       access("tests/store/read_store.py", R_OK) == 0;
}

int other_reader_run(const char *dir, const char *option, const char *secret, const char *more, struct text *ret)
{
	char command[2 * PATH], line[4096];

	snprintf(command, sizeof(command), "python3 tests/store/read_store.py '%s/store' %s '%s' %s 2>&1", dir, option,
		 secret, more);
	FILE *pipe = popen(command, "r");
	assert_non_null(pipe);
	while (fgets(line, sizeof(line), pipe))
		text_append(ret, line);
	return pclose(pipe);
}

static void hex(struct text *text, const void *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		text_appendf(text, "%02x", ((const uint8_t *)bytes)[i]);
}

static void print_prompt(struct text *text, const struct record *record)
{
	for (int i = 0; i < record->count; i++) {
		const struct record_answer *answer = &record->prompt.answers[i];
		text_appendf(text, " %d:%d=%d", answer->question, answer->scale, answer->value);
	}
	text_appendf(text, " since=%u form=%d origin=%d hold=%d", record->prompt.since_prompt_s, record->prompt.form,
		     record->prompt.origin, record->prompt.hold);
}

static void print_body(struct text *text, const struct record *record)
{
	const struct record_pause *pause = &record->pause;

	switch (record->kind) {
	case RECORD_WITHDRAWN:
		text_appendf(text, " takes_back=%u", record->withdrawn.group);
		break;
	case RECORD_BREAK:
		text_appendf(text, " type=%d held=%d outcome=%d due=%u planned=%u taken=%u postponed=%u times=%d",
			     pause->type, pause->held, pause->outcome, pause->due_ago_s, pause->planned_s,
			     pause->taken_s, pause->postponed_s, pause->times_postponed);
		break;
	case RECORD_TIP_FEEDBACK:
		text_appendf(text, " tip=%d verdict=%d cause=%d", record->tip.tip, record->tip.verdict,
			     record->tip.cause);
		break;
	case RECORD_WORKSHEET:
		text_appendf(text, " exercise=%d field=%d length=%d bytes=", record->worksheet.exercise,
			     record->worksheet.field, record->worksheet.length);
		hex(text, record->worksheet.text, record->worksheet.length);
		break;
	case RECORD_CONTRIBUTION:
		text_appendf(text, " first_day=%u days=%d", record->contribution.first_day, record->contribution.days);
		break;
	case RECORD_ERASE:
	case RECORD_RESTORE:
		text_appendf(text, " first=%llu last=%llu bytes=", (unsigned long long)record->range.first,
			     (unsigned long long)record->range.last);
		hex(text, record->range.mac, sizeof(record->range.mac));
		break;
	case RECORD_CLOCK:
		text_appendf(text, " jump=%lld old=%d new=%d cause=%d", (long long)record->clock.jump_ms,
			     record->clock.old_zone_min, record->clock.new_zone_min, record->clock.cause);
		break;
	default:
		text_append(text, " raw=");
		hex(text, record->raw, RECORD_SIZE - 24);
	}
}

/* As read_store.py --text, but for the epoch, which a caller of the store never sees. */
static int print_fields(void *context, uint64_t n, const struct record *record)
{
	struct text *text = context;

	text_appendf(text, "row %u kind=%d flags=%d ms=%lld zone=%d part=%d/%d group=%u count=%d catalogue=%d",
		     (unsigned)n, record->kind, record->flags, (long long)record->wall_ms, record->zone_min,
		     record->part, record->parts, record->group, record->count, record->catalogue);
	if (record_is_prompt(record))
		print_prompt(text, record);
	else
		print_body(text, record);
	text_append(text, "\n");
	return 0;
}

/* "row N epoch E kind=..." becomes "row N kind=...". */
static void drop_epochs(struct text *text)
{
	for (char *at = text->bytes, *epoch; (epoch = strstr(at, " epoch ")); at = epoch) {
		char *end = strchr(epoch + 7, ' ');
		memmove(epoch, end, strlen(end) + 1);
	}
	text->length = strlen(text->bytes);
}

void other_reader_assert_agrees(const char *dir, const char *passphrase, bool unattested)
{
	struct text other = {0}, ours = {0};
	struct store_report report;
	struct error err = {0};

	if (other_reader_run(dir, "--passphrase", passphrase, "--text", &other))
		fail_msg("%s", text_string(&other));
	drop_epochs(&other);
	struct store *store = fixture_unlock_with(dir, passphrase);
	assert_int_equal(store_read(store, print_fields, &ours, &report, &err), 0);
	store_free(store);
	if (report.healthy == unattested)
		fail_msg("healthy: %d, %s", report.healthy, report.findings[0].words);
	for (int i = 0; i < report.finding_count; i++)
		if (report.findings[i].type == FINDING_UNATTESTED)
			text_appendf(&ours, "unattested since row %u\n", (unsigned)report.findings[i].first_n);
	text_appendf(&ours, "mark %s\n", report.mark);
	assert_string_equal(text_string(&ours), text_string(&other));
	text_clear(&ours);
	text_clear(&other);
}

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include <evenkeel/mem.h>

#include "ledger_stage.h"
#include "team.h"

struct ledger_task ledger_stage_task(uint8_t number, unsigned weeks)
{
	struct ledger_task task = {
		.id = {number},
		.quarter = STAGE_QUARTER,
		.floor = STAGE_PEOPLE,
		.weeks = weeks,
		.members = weeks == 1 ? 40 : 12,
		.roster_hash = {number, 7},
	};

	snprintf(task.label, sizeof(task.label), "team-%d", number);
	return task;
}

void ledger_stage_opening(struct ledger_stage_opening *ret, const struct ledger_task *task, uint64_t start,
			  size_t people, uint8_t request)
{
	*ret = (struct ledger_stage_opening){.opening = {.window = {start, task->weeks}, .request_hash = {request}}};
	memcpy(ret->opening.task_id, task->id, sizeof(task->id));
	memset(ret->answer, request, sizeof(ret->answer));
	ret->opening.answer = (struct role_answer){.bytes = ret->answer, .fd = -1, .size = sizeof(ret->answer)};
	assert_true(people * task->weeks <= sizeof(ret->reports) / sizeof(ret->reports[0]));
	for (size_t i = 0; i < people; i++)
		for (unsigned week = 0; week < task->weeks; week++) {
			struct role_report *report = &ret->reports[ret->report_count++];
			uint64_t at = start + week;
			/* No key has anything of an id in it, so that it can be looked for. */
			*report = (struct role_report){.week = at, .key = {0xc5, (uint8_t)i, 0x5c}};
			memset(report->key + 3, 0xa0 + (int)i % 16, sizeof(report->key) - 3);
			report->id[0] = (uint8_t)i;
			memcpy(report->id + 1, &at, sizeof(at));
		}
}

static int next(void *context, struct role_report *ret)
{
	struct ledger_stage_opening *opening = context;

	if (opening->at == opening->report_count)
		return 1;
	*ret = opening->reports[opening->at++];
	return 0;
}

static int refuse(void *context, enum refusal outcome)
{
	struct ledger_stage_opening *opening = context;

	opening->reports[opening->at - 1].outcome = outcome;
	return 0;
}

const struct role_reports *ledger_stage_reports(struct ledger_stage_opening *opening)
{
	opening->at = 0;
	opening->shown = (struct role_reports){.context = opening, .next = next, .refuse = refuse};
	return &opening->shown;
}

int ledger_stage_answer(struct ledger *ledger, const uint8_t *task_id, struct dap_window window, const uint8_t *hash,
			struct text *ret_answer, struct error *err)
{
	int fd = memfd_create("an answer", MFD_CLOEXEC);
	int r = ledger_answer(ledger, task_id, window, hash, fd, err);

	file_text(fd, ret_answer);
	close(fd);
	return r;
}

int ledger_stage_try(struct ledger *ledger, struct ledger_stage_opening *opening, struct text *ret_answer,
		     struct error *err)
{
	int fd = memfd_create("an answer", MFD_CLOEXEC);

	opening->opening.reports = ledger_stage_reports(opening);
	int r = ledger_commit(ledger, &opening->opening, fd, err);
	file_text(fd, ret_answer);
	close(fd);
	return r;
}

int ledger_stage_commit(struct ledger *ledger, struct ledger_stage_opening *opening, struct text *ret_answer)
{
	struct text answer _cleanup_(text_clear) = {0};
	struct error err = {0};
	int r = ledger_stage_try(ledger, opening, &answer, &err);

	/* What is refused is said. */
	if (r && r != LEDGER_ANSWERED)
		assert_true(err.message[0] && !answer.length);
	if (ret_answer && answer.length)
		text_append_bytes(ret_answer, answer.bytes, answer.length);
	return r;
}

void ledger_stage_reopen(struct ledger_stage *stage, uint64_t now)
{
	struct error err = {0};

	stage->ledger = ledger_free(stage->ledger);
	if (ledger_open(&stage->ledger, stage->path, &stage->party, now, &err))
		fail_msg("%s", err.message);
}

int ledger_stage_setup(void **state)
{
	struct ledger_stage *stage = mem_new(1, sizeof(*stage));
	const char *tmp = getenv("TMPDIR");
	struct ledger_task task = ledger_stage_task(1, 4);
	struct error err = {0};

	snprintf(stage->dir, sizeof(stage->dir), "%s/ledger.XXXXXX", tmp ? tmp : "/tmp");
	assert_non_null(mkdtemp(stage->dir));
	snprintf(stage->path, sizeof(stage->path), "%s/ledger.db", stage->dir);
	stage->party = (struct ledger_party){.party = PARTY_B, .sign_key = {1, 2, 3}};
	assert_int_equal(ledger_create(stage->path, &stage->party, &err), 0);
	ledger_stage_reopen(stage, STAGE_WEEK);
	assert_int_equal(ledger_add_task(stage->ledger, &task, &err), 0);
	*state = stage;
	return 0;
}

int ledger_stage_teardown(void **state)
{
	struct ledger_stage *stage = *state;
	char command[400];

	ledger_free(stage->ledger);
	snprintf(command, sizeof(command), "rm -rf '%s'", stage->dir);
	assert_int_equal(system(command), 0);
	mem_free(stage);
	return 0;
}

uint8_t *ledger_stage_read(const char *path, size_t *ret_size)
{
	struct stat status;
	FILE *file = fopen(path, "rb");

	assert_non_null(file);
	assert_int_equal(fstat(fileno(file), &status), 0);
	uint8_t *bytes = mem_new((size_t)status.st_size + 1, 1);
	*ret_size = fread(bytes, 1, (size_t)status.st_size, file);
	assert_int_equal(*ret_size, status.st_size);
	fclose(file);
	return bytes;
}

void ledger_stage_write(const char *path, const uint8_t *bytes, size_t size)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, size, file), size);
	assert_int_equal(fclose(file), 0);
}

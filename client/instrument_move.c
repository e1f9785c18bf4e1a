#include "instrument_move.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/catalogue.h>
#include <evenkeel/mem.h>
#include <evenkeel/record.h>

#include "instrument_questions.h"
#include "instrument_store.h"
#include "term.h"

enum { NUMBERS = QUESTION_LIST - ID_INSTRUMENT_FIRST, DIGITS = 5 };

/* Called with each place in a record that holds a number: in answers, in a worksheet's head and in its list of numbers. */
typedef uint16_t (*renumber)(void *context, uint16_t question);

static bool is_ours(unsigned long question)
{
	return question >= ID_INSTRUMENT_FIRST && question < QUESTION_LIST;
}

static bool is_list(const struct record *record)
{
	return record->kind == RECORD_WORKSHEET && record->worksheet.exercise == QUESTION_LIST;
}

/* "32768=7 32769=1.5": all numbers have as many digits, so a text keeps its length. */
static void each_in_text(char *text, renumber call, void *context)
{
	while (*text) {
		char digits[DIGITS + 1], *equals = strchr(text, '=');
		if (!equals || equals - text != DIGITS)
			return;
		unsigned long question = strtoul(text, NULL, 10);
		if (is_ours(question)) {
			snprintf(digits, sizeof(digits), "%05u", call(context, (uint16_t)question));
			memcpy(text, digits, DIGITS);
		}
		text = strchr(equals, ' ');
		if (!text)
			return;
		text++;
	}
}

static void each_number(struct record *record, renumber call, void *context)
{
	for (int i = 0; record_is_prompt(record) && i < record->count; i++) {
		uint16_t *question = &record->prompt.answers[i].question;
		if (is_ours(*question))
			*question = call(context, *question);
	}
	if (record->kind != RECORD_WORKSHEET || !is_ours(record->worksheet.exercise))
		return;
	record->worksheet.exercise = call(context, record->worksheet.exercise);
	if (record->worksheet.field == 0)
		each_in_text(record->worksheet.text, call, context);
}

/* The numbers that records use, in the order in which they come up. */
struct uses {
	bool seen[NUMBERS];
	uint16_t order[NUMBERS];
	size_t count;
};

static uint16_t note_use(void *context, uint16_t question)
{
	struct uses *uses = context;

	if (!uses->seen[question - ID_INSTRUMENT_FIRST])
		uses->order[uses->count++] = question;
	uses->seen[question - ID_INSTRUMENT_FIRST] = true;
	return question;
}

static void note_uses(const struct records *records, struct uses *uses)
{
	for (size_t i = 0; i < records->count; i++)
		each_number(&records->items[i], note_use, uses);
}

static void add_rows(struct move *move, const struct records *records, const struct text *rows)
{
	struct record record = {.kind = RECORD_WORKSHEET,
				.parts = 1,
				.catalogue = CATALOGUE_VERSION,
				.worksheet = {.exercise = QUESTION_LIST, .length = (uint16_t)rows->length}};

	if (rows->length == 0)
		return;
	record.wall_ms = records->items[records->count - 1].wall_ms;
	memcpy(record.worksheet.text, text_string(rows), rows->length);
	records_add(&move->rows, &record);
}

/* "32768 FINGERPRINT QUESTIONNAIRE LINKID", with the number that the question has in the file. False: the list does not know it. */
static bool row_of(const char *questions, uint16_t question, uint16_t becomes, struct text *ret)
{
	const char *line;
	size_t length = questions_line(questions, question, &line);
	const char *rest = length > 0 ? memchr(line, ' ', length) : NULL;

	if (!rest)
		return false;
	text_appendf(ret, "%u", becomes);
	text_append_bytes(ret, rest, (size_t)(line + length - rest));
	return ret->length <= RECORD_TEXT_MAX;
}

/* What the list does not know keeps its number, which then nobody else gets. */
static void keep_unknown(struct move *move, const struct uses *uses, const char *questions, bool *taken)
{
	for (size_t i = 0; i < uses->count; i++) {
		_cleanup_(text_clear) struct text row = {0};
		uint16_t question = uses->order[i];
		if (row_of(questions, question, question, &row))
			continue;
		move->map[question - ID_INSTRUMENT_FIRST] = question;
		taken[question - ID_INSTRUMENT_FIRST] = true;
	}
}

static void number_anew(struct move *move, const struct records *records, const struct uses *uses,
			const char *questions)
{
	_cleanup_(text_clear) struct text rows = {0};
	bool *taken _cleanup_free_ = mem_new(NUMBERS, sizeof(*taken));
	size_t next = 0;

	keep_unknown(move, uses, questions, taken);
	for (size_t i = 0; i < uses->count; i++) {
		_cleanup_(text_clear) struct text row = {0};
		uint16_t *becomes = &move->map[uses->order[i] - ID_INSTRUMENT_FIRST];
		if (*becomes)
			continue;
		while (taken[next])
			next++;
		*becomes = (uint16_t)(ID_INSTRUMENT_FIRST + next++);
		row_of(questions, uses->order[i], *becomes, &row);
		if (rows.length + row.length > RECORD_TEXT_MAX) {
			add_rows(move, records, &rows);
			text_clear(&rows);
		}
		text_append_bytes(&rows, text_string(&row), row.length);
	}
	add_rows(move, records, &rows);
}

int move_prepare(const struct paths *paths, const struct records *records, struct move *ret, struct error *err)
{
	_cleanup_(text_clear) struct text questions = {0};
	struct uses *uses _cleanup_free_ = mem_new(1, sizeof(*uses));

	*ret = (struct move){0};
	if (instrument_questions(paths, &questions, err) < 0)
		return -1;
	ret->map = mem_new(NUMBERS, sizeof(*ret->map));
	note_uses(records, uses);
	number_anew(ret, records, uses, text_string(&questions));
	return 0;
}

static uint16_t leave_as(void *context, uint16_t question)
{
	const struct move *move = context;

	return move->map[question - ID_INSTRUMENT_FIRST];
}

void move_renumber(struct move *move, struct record *record)
{
	each_number(record, leave_as, move);
}

void move_clear(struct move *move)
{
	free(move->map);
	records_clear(&move->rows);
	*move = (struct move){0};
}

int move_pack(const struct paths *paths, struct records *records, struct error *err)
{
	_cleanup_(move_clear) struct move move = {0};

	if (move_prepare(paths, records, &move, err) < 0)
		return -1;
	for (size_t i = 0; i < records->count; i++)
		move_renumber(&move, &records->items[i]);
	for (size_t i = 0; i < move.rows.count; i++)
		records_add(records, &move.rows.items[i]);
	return 0;
}

struct arrival {
	uint16_t map[NUMBERS];
	bool unknown; /* a number that nothing explains was met */
};

static uint16_t become(void *context, uint16_t question)
{
	struct arrival *arrival = context;
	uint16_t ours = arrival->map[question - ID_INSTRUMENT_FIRST];

	if (!ours)
		arrival->unknown = true;
	return ours ? ours : question;
}

/* The lists' lines together, and the lists out of @records. */
static void take_lists(struct records *records, struct text *ret)
{
	size_t kept = 0;

	for (size_t i = 0; i < records->count; i++) {
		const struct record *record = &records->items[i];
		if (is_list(record))
			text_append_bytes(ret, record->worksheet.text, record->worksheet.length);
		else if (kept++ != i)
			records->items[kept - 1] = *record;
	}
	records->count = kept;
}

static void renumber_all(struct records *records, struct arrival *arrival, size_t *ret_left_out)
{
	size_t kept = 0;

	for (size_t i = 0; i < records->count; i++) {
		arrival->unknown = false;
		each_number(&records->items[i], become, arrival);
		if (arrival->unknown)
			(*ret_left_out)++;
		else if (kept++ != i)
			records->items[kept - 1] = records->items[i];
	}
	explicit_bzero(records->items + kept, (records->count - kept) * sizeof(*records->items));
	records->count = kept;
}

static bool uses_any(const struct records *records)
{
	struct uses *uses _cleanup_free_ = mem_new(1, sizeof(*uses));

	note_uses(records, uses);
	return uses->count > 0;
}

int move_unpack(const struct paths *paths, struct records *records, size_t *ret_left_out, struct error *err)
{
	struct arrival *arrival _cleanup_free_ = mem_new(1, sizeof(*arrival));
	_cleanup_(text_clear) struct text rows = {0};

	*ret_left_out = 0;
	take_lists(records, &rows);
	if (!uses_any(records))
		return 0;
	if (instrument_join_questions(paths, text_string(&rows), arrival->map, err) < 0)
		return -1;
	renumber_all(records, arrival, ret_left_out);
	return 0;
}

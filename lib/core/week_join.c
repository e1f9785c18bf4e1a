/* What was answered in several goes, as one. */
#include <stdlib.h>
#include <string.h>

#include <evenkeel/catalogue.h>
#include <evenkeel/mem.h>
#include <evenkeel/text.h>
#include <evenkeel/week.h>

struct place {
	uint32_t group;
	uint8_t part;
	size_t index;
};

/* That a question was answered in the @turn-th go. */
struct said {
	size_t turn;
	uint16_t question;
};
struct group {
	struct record *records;
	struct place *places; /* by part, then in order of time */
	size_t count;
	struct said *said; /* of a questionnaire; a review does without */
	size_t said_count;
};

static int by_part(const void *left, const void *right)
{
	const struct place *a = left, *b = right;

	if (a->group != b->group)
		return a->group < b->group ? -1 : 1;
	if (a->part != b->part)
		return a->part < b->part ? -1 : 1;
	return a->index < b->index ? -1 : a->index > b->index;
}

static bool is_review(const struct record *record)
{
	return (record->kind == RECORD_ANSWERED || record->kind == RECORD_PARTIAL) &&
	       record->prompt.form == FORM_REVIEW && record->group;
}

static bool is_questionnaire(const struct record *record)
{
	bool prompt = (record->kind == RECORD_ANSWERED || record->kind == RECORD_PARTIAL) &&
		      record->prompt.form == FORM_INSTRUMENT;

	return record->group &&
	       (prompt || (record->kind == RECORD_WORKSHEET && record->worksheet.exercise >= ID_INSTRUMENT_FIRST));
}

/* What @later does not answer comes from @earlier. */
static void join_review(const struct record *earlier, struct record *later)
{
	for (int i = 0; i < later->count; i++) {
		struct record_answer *answer = &later->prompt.answers[i];
		for (int k = 0; k < earlier->count && answer->value == RECORD_UNANSWERED; k++) {
			const struct record_answer *other = &earlier->prompt.answers[k];
			if (other->question == answer->question && other->scale == answer->scale)
				answer->value = other->value;
		}
	}
	if (earlier->kind == RECORD_ANSWERED)
		later->kind = RECORD_ANSWERED;
}

/* Each question in steps has an answer; who names no cause, response or note has answered too. */
static bool is_complete(const struct record *records, const struct place *places, size_t count)
{
	bool cause = false, valence = false;

	for (size_t i = 0; i < count; i++) {
		const struct record *record = &records[places[i].index];
		for (int k = 0; k < record->count; k++) {
			const struct record_answer *answer = &record->prompt.answers[k];
			bool choice = answer->scale == SCALE_RANK || answer->scale == SCALE_C;
			cause = cause || (answer->scale == SCALE_RANK && answer->value > 0);
			if (answer->question == ID_VALENCE)
				valence = answer->value != RECORD_UNANSWERED;
			else if (!choice && answer->value == RECORD_UNANSWERED)
				return false;
		}
	}
	return valence || !cause;
}

/* In each go of a questionnaire all of its parts are stored: the n-th of any part belongs to the n-th go. */
static size_t next_turn(const struct group *group, size_t i, size_t turn)
{
	return i > 0 && group->places[i - 1].part == group->places[i].part ? turn + 1 : 0;
}

/* Before anything is joined. A question has an answer where its place has one, wherever the answer itself stands. */
static void note_said(struct group *group)
{
	size_t turn = 0;

	group->said = mem_new(group->count * RECORD_ANSWERS_MAX, sizeof(*group->said));
	for (size_t i = 0; i < group->count; i++) {
		const struct record *record = &group->records[group->places[i].index];
		turn = next_turn(group, i, turn);
		for (int k = 0; record->kind != RECORD_WORKSHEET && k < record->count; k++)
			if (record->prompt.answers[k].value != RECORD_UNANSWERED)
				group->said[group->said_count++] =
					(struct said){turn, record->prompt.answers[k].question};
	}
}

static bool was_said(const struct group *group, size_t turn, uint16_t question)
{
	for (size_t i = 0; i < group->said_count; i++)
		if (group->said[i].turn == turn && group->said[i].question == question)
			return true;
	return false;
}

/* A question with several answers has several places: they come from one go, and not from two. */
static void join_places(const struct group *group, size_t turn, const struct record *earlier, struct record *later)
{
	for (int i = 0; i < later->count && i < earlier->count; i++) {
		const struct record_answer *other = &earlier->prompt.answers[i];
		struct record_answer *answer = &later->prompt.answers[i];
		if (other->question == answer->question && !was_said(group, turn, answer->question))
			*answer = *other;
	}
	if (earlier->kind == RECORD_ANSWERED)
		later->kind = RECORD_ANSWERED;
}

static void append_word(struct record *record, const char *word, size_t length)
{
	size_t blank = record->worksheet.length > 0;

	if (record->worksheet.length + blank + length > RECORD_TEXT_MAX)
		return; /* none of ours: every number has its room */
	char *end = record->worksheet.text + record->worksheet.length;
	if (blank)
		*end++ = ' ';
	memcpy(end, word, length);
	end[length] = '\0';
	record->worksheet.length = (uint16_t)(record->worksheet.length + blank + length);
}

/* "QUESTION=NUMBER QUESTION=NUMBER" */
static void join_numbers(const struct group *group, size_t turn, const struct record *earlier, struct record *later)
{
	for (const char *word = earlier->worksheet.text; *word;) {
		size_t length = strcspn(word, " ");
		if (!was_said(group, turn, (uint16_t)strtoul(word, NULL, 10)))
			append_word(later, word, length);
		word += length;
		word += strspn(word, " ");
	}
}

static void join_questionnaire(const struct group *group, size_t turn, const struct record *earlier,
			       struct record *later)
{
	bool worksheet = earlier->kind == RECORD_WORKSHEET;

	if (worksheet != (later->kind == RECORD_WORKSHEET))
		return;
	if (!worksheet)
		join_places(group, turn, earlier, later);
	else if (earlier->worksheet.field == 0)
		join_numbers(group, turn, earlier, later);
	else if (!was_said(group, turn, later->worksheet.exercise))
		later->worksheet = earlier->worksheet;
}

/* Of each part the last stays, the others are marked to go. Returns how many stay. */
static size_t join_parts(struct group *group, bool *gone)
{
	size_t kept = 0, turn = 0;

	for (size_t i = 0; i < group->count; i++) {
		turn = next_turn(group, i, turn);
		if (turn > 0) {
			const struct record *earlier = &group->records[group->places[--kept].index];
			struct record *later = &group->records[group->places[i].index];
			if (group->said)
				join_questionnaire(group, turn, earlier, later);
			else
				join_review(earlier, later);
			gone[group->places[kept].index] = true;
		}
		group->places[kept++] = group->places[i];
	}
	return kept;
}

static void join_group(struct group *group, bool *gone)
{
	bool review = is_review(&group->records[group->places[0].index]);

	if (!review)
		note_said(group);
	size_t kept = join_parts(group, gone);
	free(group->said);
	if (!review || kept == group->count || !is_complete(group->records, group->places, kept))
		return;
	for (size_t i = 0; i < kept; i++)
		group->records[group->places[i].index].kind = RECORD_ANSWERED;
}

static size_t drop(struct record *records, size_t count, const bool *gone)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		if (gone[i])
			continue;
		if (kept != i)
			records[kept] = records[i];
		kept++;
	}
	explicit_bzero(records + kept, (count - kept) * sizeof(*records));
	return kept;
}

size_t week_join(struct record *records, size_t count)
{
	struct place *places _cleanup_free_ = mem_new(count + 1, sizeof(*places));
	bool *gone _cleanup_free_ = mem_new(count + 1, sizeof(*gone));
	size_t found = 0;

	for (size_t i = 0; i < count; i++)
		if (is_review(&records[i]) || is_questionnaire(&records[i]))
			places[found++] = (struct place){records[i].group, records[i].part, i};
	qsort(places, found, sizeof(*places), by_part);
	for (size_t i = 0, next; i < found; i = next) {
		for (next = i; next < found && places[next].group == places[i].group; next++)
			;
		struct group group = {.records = records, .places = places + i, .count = next - i};
		join_group(&group, gone);
	}
	return drop(records, count, gone);
}

/* A calendar as lines, both ways. Nothing is taken that calendar_encode would not write. */
#include <string.h>

#include <evenkeel/calendar.h>

#define HEAD "calendar 1"
#define WALL_S_MAX INT64_C(253402300799) /* the end of 9999 */
#define COUNT_MAX 1000000000

static const char *const fault_names[CALENDAR_FAULTS] = {
	[CALENDAR_FINE] = "",
	[CALENDAR_MISSING] = "missing",
	[CALENDAR_FORBIDDEN] = "forbidden",
	[CALENDAR_NO_FILE] = "no-file",
	[CALENDAR_READ] = "read",
	[CALENDAR_TOO_LARGE] = "too-large",
	[CALENDAR_FOREIGN] = "foreign",
	[CALENDAR_CUT_OFF] = "cut-off",
	[CALENDAR_NESTING] = "nesting",
	[CALENDAR_TOO_MANY] = "too-many",
	[CALENDAR_TOO_LONG] = "too-long",
	[CALENDAR_CRASHED] = "crashed",
	[CALENDAR_NO_PROGRAM] = "no-program",
	[CALENDAR_LINE] = "line",
	[CALENDAR_TIME] = "time",
	[CALENDAR_ZONE] = "zone",
	[CALENDAR_RULE] = "rule",
	[CALENDAR_OFTEN] = "often",
};

static void put_spans(struct text *ret, const char *word, const struct calendar_span *spans, int32_t count)
{
	for (int32_t i = 0; i < count; i++)
		text_appendf(ret, "%s %lld %lld\n", word, (long long)spans[i].from_s, (long long)spans[i].to_s);
}

void calendar_encode(const struct calendar *calendar, struct text *ret)
{
	text_append(ret, HEAD "\n");
	if (calendar->covers)
		text_appendf(ret, "covers %lld %lld\n", (long long)calendar->covers_from_s,
			     (long long)calendar->covers_to_s);
	put_spans(ret, "shift", calendar->shifts, calendar->shift_count);
	put_spans(ret, "busy", calendar->busy, calendar->busy_count);
	if (calendar->left_out > 0)
		text_appendf(ret, "left-out %d %d %s\n", (int)calendar->left_out, (int)calendar->fault_line,
			     fault_names[calendar->fault]);
	else if (calendar->fault != CALENDAR_FINE)
		text_appendf(ret, "failed %d %s\n", (int)calendar->fault_line, fault_names[calendar->fault]);
	text_append(ret, "end\n");
}

/* A line's words: @at moves behind each that was taken. */
struct words {
	const char *at, *end;
};

static bool take_word(struct words *words, const char *word)
{
	size_t length = strlen(word);

	if ((size_t)(words->end - words->at) < length || memcmp(words->at, word, length) != 0)
		return false;
	words->at += length;
	return true;
}

/* " 123": a blank and a number as printf writes it. -1 if there is none, or it is more than @most. */
static int64_t take_number(struct words *words, int64_t most)
{
	int64_t number = 0;

	if (!take_word(words, " "))
		return -1;
	const char *first = words->at;
	for (; words->at < words->end && *words->at >= '0' && *words->at <= '9'; words->at++) {
		number = 10 * number + (*words->at - '0');
		if (number > most)
			return -1;
	}
	size_t digits = (size_t)(words->at - first);
	return digits == 0 || (*first == '0' && digits > 1) ? -1 : number;
}

static int take_span(struct words *words, struct calendar_span *ret)
{
	ret->from_s = take_number(words, WALL_S_MAX);
	ret->to_s = take_number(words, WALL_S_MAX);
	return ret->from_s > 0 && ret->to_s > 0 && words->at == words->end ? 0 : -1;
}

static int take_listed(struct words *words, struct calendar_span *spans, int32_t most, int32_t *count)
{
	struct calendar_span span;

	if (take_span(words, &span) < 0 || span.to_s <= span.from_s || *count == most)
		return -1;
	if (*count > 0 && span.from_s < spans[*count - 1].to_s)
		return -1;
	spans[(*count)++] = span;
	return 0;
}

static int take_covers(struct words *words, struct calendar *calendar)
{
	struct calendar_span span;

	if (calendar->covers || calendar->shift_count + calendar->busy_count > 0 || take_span(words, &span) < 0 ||
	    span.to_s < span.from_s)
		return -1;
	calendar->covers = true;
	calendar->covers_from_s = span.from_s;
	calendar->covers_to_s = span.to_s;
	return 0;
}

/* "LINE WHY" behind left-out, which has a number of events, and failed, which has none. */
static int take_fault(struct words *words, bool event, struct calendar *calendar)
{
	int64_t line = take_number(words, COUNT_MAX);

	if (line < 0 || !take_word(words, " "))
		return -1;
	for (int fault = CALENDAR_FINE + 1; fault < CALENDAR_FAULTS; fault++) {
		size_t length = strlen(fault_names[fault]);
		if ((size_t)(words->end - words->at) != length || memcmp(words->at, fault_names[fault], length) != 0 ||
		    event != (fault >= CALENDAR_LINE))
			continue;
		calendar->fault = (enum calendar_fault)fault;
		calendar->fault_line = (int32_t)line;
		return 0;
	}
	return -1;
}

static int take_left_out(struct words *words, struct calendar *calendar)
{
	int64_t count = take_number(words, COUNT_MAX);

	if (calendar->fault != CALENDAR_FINE || count <= 0 || take_fault(words, true, calendar) < 0)
		return -1;
	calendar->left_out = (int32_t)count;
	return 0;
}

static int take_failed(struct words *words, struct calendar *calendar)
{
	if (calendar->fault != CALENDAR_FINE || calendar->covers || calendar->shift_count + calendar->busy_count > 0)
		return -1;
	return take_fault(words, false, calendar);
}

int calendar_reader_line(struct calendar_reader *reader, const char *line, size_t length)
{
	struct calendar *calendar = &reader->calendar;
	struct words words = {.at = line, .end = line + length};

	if (reader->ended || length >= CALENDAR_LINE_MAX)
		return -1;
	if (!reader->begun)
		return take_word(&words, HEAD) && words.at == words.end ? (reader->begun = true, 0) : -1;
	if (take_word(&words, "end"))
		return words.at == words.end ? (reader->ended = true, 0) : -1;
	if (calendar->fault != CALENDAR_FINE) /* only its end comes behind a fault */
		return -1;
	if (take_word(&words, "covers"))
		return take_covers(&words, calendar);
	if (take_word(&words, "shift"))
		return calendar->covers && calendar->busy_count == 0
			       ? take_listed(&words, calendar->shifts, CALENDAR_SHIFTS_MAX, &calendar->shift_count)
			       : -1;
	if (take_word(&words, "busy"))
		return take_listed(&words, calendar->busy, CALENDAR_BUSY_MAX, &calendar->busy_count);
	if (take_word(&words, "left-out"))
		return take_left_out(&words, calendar);
	if (take_word(&words, "failed"))
		return take_failed(&words, calendar);
	return -1;
}

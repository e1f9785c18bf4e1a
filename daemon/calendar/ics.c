#include "ics.h"

#include <string.h>
#include <strings.h>

/* What decides when an event is, whether it is one, and what it is. */
static const char *const wanted[] = {"UID",    "DTSTART", "DTEND",  "DURATION", "RRULE",      "RDATE",        "EXDATE",
				     "EXRULE", "STATUS",  "TRANSP", "SUMMARY",  "CATEGORIES", "RECURRENCE-ID"};

void ics_begin(struct ics *ics, FILE *file)
{
	rewind(file);
	*ics = (struct ics){.file = file, .ahead = EOF};
}

void ics_end(struct ics *ics)
{
	text_clear(&ics->line);
}

static int next_byte(struct ics *ics)
{
	int byte = ics->ahead;

	ics->ahead = EOF;
	if (byte == EOF) {
		byte = getc_unlocked(ics->file);
		ics->bytes += byte != EOF;
	}
	if (byte == '\n')
		ics->number++;
	return byte;
}

/* A newline with a blank behind it is no end of a line. */
static bool is_folded(struct ics *ics)
{
	int byte = next_byte(ics);

	if (byte == ' ' || byte == '\t')
		return true;
	if (byte == '\n')
		ics->number--; /* counted when it is read in earnest */
	ics->ahead = byte;
	return false;
}

static void keep_byte(struct ics *ics, int byte)
{
	if (byte == '\0')
		byte = ' ';
	if (ics->line.length < ICS_LINE_MAX)
		text_append_char(&ics->line, (char)byte);
	else
		ics->line_overlong = true;
}

/* The next unfolded line, without its newline; false at the file's end. */
static bool next_line(struct ics *ics)
{
	int byte = next_byte(ics);

	ics->line.length = 0;
	ics->line_overlong = false;
	ics->line_number = ics->number + (byte != '\n');
	if (byte == EOF)
		return false;
	for (; byte != EOF; byte = next_byte(ics)) {
		if (byte != '\n') {
			keep_byte(ics, byte);
			continue;
		}
		while (ics->line.length > 0 && ics->line.bytes[ics->line.length - 1] == '\r')
			ics->line.length--;
		if (!is_folded(ics))
			break;
	}
	text_append(&ics->line, ""); /* its NUL */
	ics->line.bytes[ics->line.length] = '\0';
	return true;
}

static void copy_name(char ret[static ICS_NAME_SIZE], const char *bytes, size_t length)
{
	if (length >= ICS_NAME_SIZE)
		length = 0; /* nothing that we know is so long */
	for (size_t i = 0; i < length; i++)
		ret[i] = (char)(bytes[i] >= 'a' && bytes[i] <= 'z' ? bytes[i] - 'a' + 'A' : bytes[i]);
	ret[length] = '\0';
}

/* The first of @stops outside quotes, or the end. */
static const char *find_outside_quotes(const char *at, const char *end, const char *stops)
{
	bool quoted = false;

	for (; at < end; at++) {
		if (*at == '"')
			quoted = !quoted;
		else if (!quoted && strchr(stops, *at))
			break;
	}
	return at;
}

static void take_apart(const char *line, const char *end, struct ics_property *ret)
{
	const char *name_end = find_outside_quotes(line, end, ";:");
	const char *colon = find_outside_quotes(name_end, end, ":");

	copy_name(ret->name, line, (size_t)(name_end - line));
	ret->parameters = name_end;
	ret->parameters_length = (size_t)(colon - name_end);
	ret->value = colon < end ? colon + 1 : end;
	ret->length = (size_t)(end - ret->value);
}

bool ics_property_next(const char **cursor, struct ics_property *ret)
{
	const char *line = *cursor, *end = strchr(line, '\n');

	if (!end)
		return false;
	take_apart(line, end, ret);
	*cursor = end + 1;
	return true;
}

bool ics_parameter(const struct ics_property *property, const char *name, char *ret, size_t size)
{
	const char *at = property->parameters, *end = at + property->parameters_length;
	size_t length = strlen(name);

	while (at < end) {
		const char *from = at + 1; /* behind the ';' */
		at = find_outside_quotes(from, end, ";");
		if ((size_t)(at - from) <= length || strncasecmp(from, name, length) != 0 || from[length] != '=')
			continue;
		const char *value = from + length + 1, *last = at;
		if (last - value >= 2 && *value == '"' && last[-1] == '"') {
			value++;
			last--;
		}
		if ((size_t)(last - value) >= size)
			return false;
		memcpy(ret, value, (size_t)(last - value));
		ret[last - value] = '\0';
		return true;
	}
	return false;
}

static int refuse(struct ics *ics, enum calendar_fault fault)
{
	ics->fault = fault;
	return -1;
}

static bool is_wanted(const char *name)
{
	for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++)
		if (strcmp(name, wanted[i]) == 0)
			return true;
	return false;
}

static void keep_line(const struct ics *ics, struct ics_block *block)
{
	block->overlong |= ics->line_overlong;
	text_append_bytes(&block->lines, text_string(&ics->line), ics->line.length);
	text_append_char(&block->lines, '\n');
}

/* A block's own level is 1, inside its VCALENDAR. */
static bool in_block(const struct ics *ics, const char *name)
{
	return ics->depth >= 2 && strcmp(ics->names[1], name) == 0;
}

static int begin_component(struct ics *ics, const struct ics_property *property, struct ics_block *block)
{
	char name[ICS_NAME_SIZE];

	copy_name(name, property->value, property->length);
	if (ics->depth == 0 && strcmp(name, "VCALENDAR") != 0)
		return refuse(ics, ics->seen ? CALENDAR_NESTING : CALENDAR_FOREIGN);
	if (ics->depth == ICS_DEPTH)
		return refuse(ics, CALENDAR_NESTING);
	memcpy(ics->names[ics->depth++], name, sizeof(name));
	ics->seen = true;
	if (ics->depth == 2) {
		block->line = ics->line_number;
		block->overlong = false;
		block->lines.length = 0;
	}
	if (in_block(ics, "VTIMEZONE"))
		keep_line(ics, block);
	return 0;
}

#define BLOCK_DONE 2
static int end_component(struct ics *ics, const struct ics_property *property, struct ics_block *block)
{
	char name[ICS_NAME_SIZE];

	copy_name(name, property->value, property->length);
	if (ics->depth == 0 || strcmp(ics->names[ics->depth - 1], name) != 0)
		return refuse(ics, ics->seen ? CALENDAR_NESTING : CALENDAR_FOREIGN);
	if (in_block(ics, "VTIMEZONE"))
		keep_line(ics, block);
	if (--ics->depth != 1)
		return 0;
	block->kind = strcmp(name, "VTIMEZONE") == 0 ? ICS_ZONE : ICS_EVENT;
	return strcmp(name, "VTIMEZONE") == 0 || strcmp(name, "VEVENT") == 0 ? BLOCK_DONE : 0;
}

static int take_line(struct ics *ics, struct ics_block *block)
{
	static const char mark[] = "\xef\xbb\xbf";
	const char *line = text_string(&ics->line), *end = line + ics->line.length;
	struct ics_property property;

	if (!ics->seen && ics->line.length >= 3 && memcmp(line, mark, 3) == 0)
		line += 3;
	take_apart(line, end, &property);
	if (strcmp(property.name, "BEGIN") == 0)
		return begin_component(ics, &property, block);
	if (strcmp(property.name, "END") == 0)
		return end_component(ics, &property, block);
	if (!ics->seen && line != end)
		return refuse(ics, CALENDAR_FOREIGN);
	bool of_event = ics->depth == 2 && in_block(ics, "VEVENT");
	if ((of_event && is_wanted(property.name)) ||
	    (in_block(ics, "VTIMEZONE") && strncmp(property.name, "X-", 2) != 0))
		keep_line(ics, block);
	return 0;
}

int ics_next(struct ics *ics, struct ics_block *ret)
{
	while (next_line(ics)) {
		int result = take_line(ics, ret);
		if (result == BLOCK_DONE) {
			text_append(&ret->lines, "");
			return 0;
		}
		if (result < 0)
			return -1;
		if (ics->bytes > ICS_FILE_MAX) {
			ics->line_number = 0;
			return refuse(ics, CALENDAR_TOO_LARGE);
		}
	}
	if (ferror(ics->file))
		return refuse(ics, CALENDAR_READ);
	if (!ics->seen)
		return refuse(ics, CALENDAR_FOREIGN);
	return ics->depth > 0 ? refuse(ics, CALENDAR_CUT_OFF) : ICS_OVER;
}

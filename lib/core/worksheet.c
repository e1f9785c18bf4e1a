#include <assert.h>
#include <string.h>

#include <evenkeel/catalogue.h>
#include <evenkeel/worksheet.h>

/* How many of @length bytes go into one record: no character is cut. */
static size_t piece_length(const char *text, size_t length)
{
	size_t most = RECORD_TEXT_MAX;

	if (length <= most)
		return length;
	while (most > RECORD_TEXT_MAX - 3 && ((unsigned char)text[most] & 0xc0) == 0x80)
		most--;
	return most;
}

size_t worksheet_split(uint16_t exercise, uint16_t field, const char *text, size_t length,
		       struct record ret[static WORKSHEET_PIECES_MAX])
{
	size_t count = 0;

	assert(length <= WORKSHEET_TEXT_MAX);
	while (length > 0) {
		struct record *record = &ret[count++];
		size_t piece = piece_length(text, length);
		memset(record, 0, sizeof(*record));
		record->kind = RECORD_WORKSHEET;
		record->catalogue = CATALOGUE_VERSION;
		record->worksheet.exercise = exercise;
		record->worksheet.field = field;
		record->worksheet.length = (uint16_t)piece;
		memcpy(record->worksheet.text, text, piece);
		text += piece;
		length -= piece;
	}
	return count;
}

static bool is_part(const struct record *record, const struct record *like, int part)
{
	return record->group == like->group && record->part == part;
}

/* Part @part of @like's group: parts share an instant, so it stands close by. NULL when it is not there. */
static const struct record *find_part(const struct record *records, size_t count, const struct record *like, int part)
{
	for (const struct record *at = like; at < records + count && at->wall_ms == like->wall_ms; at++)
		if (is_part(at, like, part))
			return at;
	for (const struct record *at = like; at >= records && at->wall_ms == like->wall_ms; at--) {
		if (is_part(at, like, part))
			return at;
		if (at == records)
			break;
	}
	return NULL;
}

static bool is_same_text(const struct record *a, const struct record *b)
{
	return a->kind == RECORD_WORKSHEET && b->kind == RECORD_WORKSHEET &&
	       a->worksheet.exercise == b->worksheet.exercise && a->worksheet.field == b->worksheet.field;
}

bool worksheet_is_first(const struct record *records, size_t count, const struct record *record)
{
	const struct record *before = find_part(records, count, record, record->part - 1);

	return !before || !is_same_text(before, record);
}

bool worksheet_join(const struct record *records, size_t count, const struct record *record, struct text *ret)
{
	const struct record *piece = record, *next;

	while (!worksheet_is_first(records, count, piece))
		piece = find_part(records, count, piece, piece->part - 1);
	bool whole = piece->part == 0 || find_part(records, count, piece, piece->part - 1);
	if (!whole)
		text_append(ret, "…");
	text_append_bytes(ret, piece->worksheet.text, piece->worksheet.length);
	while ((next = find_part(records, count, piece, piece->part + 1)) && is_same_text(next, piece)) {
		text_append_bytes(ret, next->worksheet.text, next->worksheet.length);
		piece = next;
	}
	if (next || piece->part + 1 == piece->parts)
		return whole;
	text_append(ret, "…");
	return false;
}

#include "stats_table.h"

#include <assert.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <evenkeel/i18n.h>
#include <evenkeel/instant.h>
#include <evenkeel/mem.h>
#include <evenkeel/zone.h>

#include "files.h"

#define BYTES_MOST ((size_t)2 << 20)
#define COLUMNS_MOST 200

/* Where a fault is. */
struct place {
	const char *file;
	size_t line;
};

struct reader {
	const struct stats_shape *shape;
	struct stats_table *table;
	bool any_time;
};

bool stats_number(const char *word, double *ret)
{
	char *end;

	if (word[0] == '\0' || word[strspn(word, "0123456789+-.eE")] != '\0')
		return false;
	*ret = strtod(word, &end);
	return *end == '\0' && isfinite(*ret);
}

static bool parse_time(const char *word, double *ret_ms)
{
	int64_t wall_ms;
	int32_t date;

	if (date_parse(word, &date) == 0)
		wall_ms = (int64_t)date * 86400000;
	else if (instant_parse(word, 0, &wall_ms, NULL) < 0)
		return false;
	*ret_ms = (double)wall_ms;
	return true;
}

static int refuse(const struct place *place, size_t column, const struct stats_column *about, struct error *err)
{
	return error_set(err, ERROR_FAILED, "'%s', line %zu, column %zu: expected %s", place->file, place->line,
			 column + 1, _(about->expected));
}

/* Days of one file and dates of another do not count from the same day. */
static int take_time(struct reader *reader, const char *word, const struct place *place, size_t column, double *ret,
		     struct error *err)
{
	const struct stats_column *about = &reader->shape->columns[column];
	bool iso = parse_time(word, ret);

	if (!iso && (!stats_number(word, ret) || *ret < about->least || *ret > about->most))
		return refuse(place, column, about, err);
	if (reader->any_time && iso != reader->table->iso)
		return error_set(err, ERROR_FAILED,
				 "'%s', line %zu, column %zu: days as numbers and ISO 8601 times are mixed; use one of "
				 "them in a file",
				 place->file, place->line, column + 1);
	reader->any_time = true;
	reader->table->iso = iso;
	return 0;
}

static int take_cell(struct reader *reader, const char *word, const struct place *place, size_t column, double *ret,
		     struct error *err)
{
	const struct stats_column *about = &reader->shape->columns[reader->shape->wide ? 0 : column];

	if (about->time)
		return take_time(reader, word, place, column, ret, err);
	*ret = NAN;
	if (*word == '\0' || strcmp(word, "NA") == 0)
		return 0;
	if (!stats_number(word, ret) || *ret < about->least || *ret > about->most ||
	    (about->whole && floor(*ret) != *ret))
		return refuse(place, column, about, err);
	return 0;
}

static size_t count_cells(const char *line)
{
	size_t count = 1;

	for (; *line; line++)
		count += *line == '\t';
	return count;
}

static int expect_columns(struct reader *reader, const char *line, const struct place *place, struct error *err)
{
	struct stats_table *table = reader->table;
	size_t count = count_cells(line);

	if (table->columns == 0)
		table->columns = reader->shape->wide ? count : reader->shape->count;
	if (table->columns > COLUMNS_MOST)
		return error_set(err, ERROR_FAILED, "'%s', line %zu: more than %d columns", place->file, place->line,
				 COLUMNS_MOST);
	if (count == table->columns)
		return 0;
	return error_set(err, ERROR_FAILED,
			 "'%s', line %zu: expected %zu columns with a tab between them, found %zu; 'evenkeel stats "
			 "--help' says which",
			 place->file, place->line, table->columns, count);
}

/* A place for one more row. By hand, since realloc would leave the old cells behind. */
static double *next_row(struct reader *reader)
{
	struct stats_table *table = reader->table;
	size_t row_bytes = table->columns * sizeof *table->cells;

	if (table->rows == table->capacity) {
		struct stats_table bigger = *table;
		bigger.capacity = table->capacity ? 2 * table->capacity : 256;
		bigger.cells = mem_new(bigger.capacity, row_bytes);
		if (table->rows)
			memcpy(bigger.cells, table->cells, table->rows * row_bytes);
		stats_table_wipe(table);
		*table = bigger;
	}
	return table->cells + table->rows * table->columns;
}

static int take_line(struct reader *reader, char *line, const struct place *place, struct error *err)
{
	bool gap = false;

	if (line[0] == '#' || line[0] == '\0')
		return 0;
	if (expect_columns(reader, line, place, err) < 0)
		return -1;
	if (reader->table->rows == STATS_ROWS_MOST)
		return error_set(err, ERROR_FAILED, "'%s' has more than %d rows", place->file, STATS_ROWS_MOST);
	double *row = next_row(reader);
	for (size_t column = 0; column < reader->table->columns; column++) {
		char *end = line + strcspn(line, "\t");
		bool last = *end == '\0';
		*end = '\0';
		if (take_cell(reader, line, place, column, &row[column], err) < 0)
			return -1;
		gap |= isnan(row[column]);
		line = last ? end : end + 1;
	}
	reader->table->rows += !gap || reader->shape->keep_gaps;
	return 0;
}

/* Lines end with LF or CRLF; the last one may have no end. */
static int take_lines(struct reader *reader, char *line, char *stop, struct place *place, struct error *err)
{
	while (line < stop) {
		char *end = memchr(line, '\n', (size_t)(stop - line));
		place->line++;
		if (!end)
			end = stop;
		if (memchr(line, '\0', (size_t)(end - line)))
			return error_set(err, ERROR_FAILED, "'%s', line %zu: this is no text", place->file,
					 place->line);
		*end = '\0';
		if (end > line && end[-1] == '\r')
			end[-1] = '\0';
		if (take_line(reader, line, place, err) < 0)
			return -1;
		line = end + 1;
	}
	return 0;
}

int stats_table_parse(char *bytes, size_t size, const char *name, const struct stats_shape *shape,
		      struct stats_table *ret, struct error *err)
{
	_cleanup_(stats_table_wipe) struct stats_table table = {0};
	struct reader reader = {.shape = shape, .table = &table};
	struct place place = {.file = name};
	size_t mark = size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

	if (take_lines(&reader, bytes + mark, bytes + size, &place, err) < 0)
		return -1;
	*ret = table;
	table = (struct stats_table){0};
	return 0;
}

int stats_table_read(const char *path, const struct stats_shape *shape, struct stats_table *ret, struct error *err)
{
	_cleanup_(file_bytes_wipe) struct file_bytes file = {0};

	if (file_bytes_read_most(path, BYTES_MOST, &file, err) < 0)
		return -1;
	assert(file.size < file.capacity); /* the byte behind the last line */
	return stats_table_parse((char *)file.bytes, file.size, strcmp(path, "-") == 0 ? "stdin" : path, shape, ret,
				 err);
}

void stats_table_wipe(struct stats_table *table)
{
	if (table->cells)
		explicit_bzero(table->cells, table->capacity * table->columns * sizeof *table->cells);
	free(table->cells);
	*table = (struct stats_table){0};
}

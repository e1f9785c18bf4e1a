/*
 * Tables of numbers for 'evenkeel stats': one row a line, columns with a tab between them, '#' before a remark. A cell that is empty or NA
 * is a gap. What does not fit its column is refused with its place, never with what stands there: it may be an answer.
 */
#ifndef CLIENT_STATS_TABLE_H
#define CLIENT_STATS_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include <evenkeel/error.h>

struct stats_column {
	const char *expected; /* N_(a noun: "a weekday, 1 to 7") */
	double least, most;
	bool whole;
	bool time; /* or ISO 8601: then the cell is in milliseconds, and table->iso is set */
};

struct stats_table {
	double *cells; /* rows * columns; a gap is NAN */
	size_t rows, columns;
	size_t capacity; /* rows that there is room for */
	bool iso;        /* its times are in milliseconds since 1970, not in days */
};

#define STATS_ROWS_MOST 20000 /* days of more than fifty years; the slopes between them are gone through in seconds */

/* @columns has @count rows. With @count 1 and @wide every column is like the first, and there are as many as the first line has. Rows with a
 * gap are left out unless @keep_gaps. @path "-" is stdin. */
struct stats_shape {
	const struct stats_column *columns;
	size_t count;
	bool wide, keep_gaps;
};
int stats_table_read(const char *path, const struct stats_shape *shape, struct stats_table *ret, struct error *err);
/* The same of @size bytes, which it writes into, and into the one behind them. @name is for messages. */
int stats_table_parse(char *bytes, size_t size, const char *name, const struct stats_shape *shape,
		      struct stats_table *ret, struct error *err);
void stats_table_wipe(struct stats_table *table);

/* The whole of @word is a number, without the words and other bases that strtod knows. */
bool stats_number(const char *word, double *ret);

#endif

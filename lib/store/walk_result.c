#include <string.h>

#include <evenkeel/mem.h>

#include "walk.h"

/* Whether another place's key opens this blob, or the same blob stands elsewhere too. */
static bool is_misplaced(struct walk *walk, int index)
{
	const struct suspect *suspect = &walk->suspects[index];

	for (int i = 0; i < walk->suspect_count; i++) {
		const struct suspect *place = &walk->suspects[i];
		if (i != index && vault_row_open(walk->secrets->suspect_keys[i], place->e, place->n, suspect->blob,
						 suspect->size, walk->secrets->plain) == 0)
			return true;
	}
	sqlite3_stmt *statement = sql_statement(&walk->store->db, SQL_ENTRY_COPY, NULL);
	if (!statement)
		return false;
	sqlite3_bind_int64(statement, 1, (sqlite3_int64)suspect->n);
	sqlite3_bind_blob(statement, 2, suspect->blob, (int)suspect->size, SQLITE_STATIC);
	bool found = sqlite3_step(statement) == SQLITE_ROW;
	sqlite3_reset(statement);
	sqlite3_clear_bindings(statement);
	return found;
}

static void conclude_rows(struct walk *walk)
{
	for (size_t i = 0; i < walk->bad_count; i++) {
		const struct bad_row *bad = &walk->bad[i];
		bool moved = bad->suspect >= 0 && bad->reason != REASON_NO_EPOCH && is_misplaced(walk, bad->suspect);
		findings_add(walk->report, moved ? REASON_MISPLACED : bad->reason, bad->n, bad->n);
	}
}

/* The first row from @n on that no authority covers, and in *@ret_until the row before the next one that is covered. */
static uint64_t uncovered(const struct walk *walk, uint64_t n, uint64_t last, uint64_t *ret_until)
{
	bool moved = true;

	while (moved && n <= last) {
		moved = false;
		for (size_t i = 0; i < walk->authority_count; i++) {
			const struct range *rows = &walk->authorities[i].rows;
			if (rows->first <= n && n <= rows->last)
				n = rows->last + 1, moved = true;
		}
	}
	*ret_until = last;
	for (size_t i = 0; i < walk->authority_count; i++) {
		uint64_t first = walk->authorities[i].rows.first;
		if (first > n && first <= *ret_until)
			*ret_until = first - 1;
	}
	return n;
}

static void conclude_gaps(struct walk *walk, bool seal_counts)
{
	for (size_t i = 0; i < walk->gap_count; i++) {
		const struct gap *gap = &walk->gaps[i];
		bool at_end = gap->rows.last + 1 == walk->end_n && seal_counts;
		enum finding_reason reason = gap->unreadable ? REASON_PAGE : at_end ? REASON_CUT : REASON_MISSING;
		uint64_t until, n = uncovered(walk, gap->rows.first, gap->rows.last, &until);
		while (n <= gap->rows.last) {
			findings_add(walk->report, reason, n, until);
			n = uncovered(walk, until + 1, gap->rows.last, &until);
		}
	}
}

/* What was erased with authority must not be there. */
static int conclude_erasures(struct walk *walk, struct error *err)
{
	for (size_t i = 0; i < walk->authority_count; i++) {
		const struct authority *authority = &walk->authorities[i];
		sqlite3_stmt *statement = sql_statement(&walk->store->db, SQL_ENTRY_COUNT, err);
		if (!statement)
			return -1;
		sqlite3_bind_int64(statement, 1, (sqlite3_int64)authority->rows.first);
		sqlite3_bind_int64(statement, 2, (sqlite3_int64)authority->rows.last);
		bool there = sqlite3_step(statement) == SQLITE_ROW && sqlite3_column_int64(statement, 0) > 0;
		sqlite3_reset(statement);
		if (there && authority->kind == RECORD_ERASE)
			findings_add(walk->report, REASON_ERASED_BACK, authority->rows.first, authority->rows.last);
	}
	return 0;
}

/* The same, issued again behind it with a mac of these keys. */
static bool is_reissued(const struct walk *walk, const struct authority *old)
{
	for (size_t i = 0; i < walk->authority_count; i++) {
		const struct authority *authority = &walk->authorities[i];
		if (authority->n > old->n && authority->kind == old->kind && authority->rows.first == old->rows.first &&
		    authority->rows.last == old->rows.last)
			return true;
	}
	return false;
}

static void conclude_unproven(struct walk *walk)
{
	for (size_t i = 0; i < walk->unproven_count; i++)
		if (!is_reissued(walk, &walk->unproven[i]))
			findings_add(walk->report, REASON_AUTHORITY, walk->unproven[i].n, walk->unproven[i].n);
}

int walk_conclude(struct walk *walk, bool seal_counts, struct error *err)
{
	conclude_unproven(walk);
	conclude_rows(walk);
	conclude_gaps(walk, seal_counts);
	return conclude_erasures(walk, err);
}

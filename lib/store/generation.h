#ifndef STORE_GENERATION_H
#define STORE_GENERATION_H

#include <evenkeel/vault.h>

#include <sqlite3.h>

/* A row of SQL_CHAINS: where a generation begins, and its wrapped chain key. */
struct generation {
	uint32_t g, first_e;
	uint64_t first_n;
	int kind;
	size_t size;
	uint8_t box[VAULT_WRAPPED_SIZE];
};
void generation_from_row(sqlite3_stmt *statement, struct generation *ret);

#endif

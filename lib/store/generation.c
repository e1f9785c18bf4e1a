#include "generation.h"

#include <string.h>

void generation_from_row(sqlite3_stmt *statement, struct generation *ret)
{
	const void *box = sqlite3_column_blob(statement, 4);

	*ret = (struct generation){
		.g = (uint32_t)sqlite3_column_int64(statement, 0),
		.first_e = (uint32_t)sqlite3_column_int64(statement, 1),
		.first_n = (uint64_t)sqlite3_column_int64(statement, 2),
		.kind = sqlite3_column_int(statement, 3),
		.size = (size_t)sqlite3_column_bytes(statement, 4),
	};
	if (ret->size && ret->size <= sizeof(ret->box))
		memcpy(ret->box, box, ret->size);
}

/*
 * What the steps of a rotation share. Order, each step durable before the next: keys.new; the database's part prepared; keys.new with its
 * mark, seal.new; COMMIT or rename of the database (from here on the new M counts); seal; seal.new gone; keys.bak; keys.new
 * renamed to keys.
 */
#ifndef STORE_ROTATION_H
#define STORE_ROTATION_H

#include <evenkeel/rotate.h>

#include "generation.h"
#include "internal.h"

#define KEYS_NEW_FILE "keys.new"
#define SEAL_NEW_FILE "seal.new"
#define STORE_NEW_FILE "store.new"
#define ROTATE_FULL_FILE "rotate.full" /* empty: the database itself is to be replaced */

/* Leave out the slots of @type. */
void slots_drop(struct keys *keys, enum keys_slot_type type);
/* Put it first, or last. -1: no room. */
int slots_add(struct keys *keys, const struct keys_slot *slot, bool first, struct error *err);
int slot_check_length(size_t length, struct error *err);

/* An ERASE or RESTORE that counted under the old keys. */
struct rotation_authority {
	uint8_t kind;
	uint64_t first, last;
};

/* In sodium memory. */
struct rotation_secrets {
	uint8_t master[VAULT_MASTER_SIZE];
	struct vault_keys vault; /* the new ones */
	char code[RECOVERY_CODE_SIZE];
	uint8_t chain[VAULT_KEY_SIZE];
	uint8_t other[VAULT_KEY_SIZE];
	uint8_t epoch_key[VAULT_KEY_SIZE];
	uint8_t row_key[VAULT_KEY_SIZE];
	uint8_t plain[RECORD_WORKSHEET_SIZE];
	struct record record;
	struct seal seal; /* as it will be */
};

struct rotation_epoch {
	uint32_t e, g;
	uint64_t first_n;
	size_t size;
	uint8_t box[VAULT_WRAPPED_SIZE];
};

struct rotation {
	struct store *store;
	const struct rotate_order *order;
	struct instant written; /* the seal's new time */
	struct rotation_secrets *secrets;
	struct keys keys; /* as they will be */
	struct rotation_authority *authorities;
	size_t authority_count, authority_capacity;
	struct generation *generations;
	size_t generation_count, generation_capacity;
	struct rotation_epoch *epochs;
	size_t epoch_count, epoch_capacity;
};

/* All rows of chain and epoch into memory. */
int rotation_load(struct rotation *rotation, struct sql_db *db, struct error *err);
/* Set C_0 of a generation under @vault. */
int rotation_chain_start(const struct vault_keys *vault, const struct generation *generation,
			 uint8_t ret_chain[static VAULT_KEY_SIZE]);
/* Read and check all; @row also sees each row. Refuses what a rotation would cover up. (rotate.c) */
int rotation_read(struct rotation *rotation, store_row row, void *context, struct error *err);
/* The seal that the new keys begin with, and its chain row in @db. */
int rotation_begin_generation(struct rotation *rotation, struct sql_db *db, struct error *err);
/* keys.new with the mark of the seal, then seal.new. The last step before the one that counts. */
int rotation_prepare(struct rotation *rotation, struct error *err);

/* Up to and with the step that counts. */
int rotation_fast(struct rotation *rotation, struct error *err);
int rotation_full(struct rotation *rotation, struct error *err);

/*
 * Under the write lock: finish or drop the rotation that a crash left behind, without any secret. 0 also where there is none.
 */
int rotation_settle(const char *dir, struct error *err);
bool rotation_pending(const char *dir);
/* Remove what a crash left of writing keys.new. */
void rotation_sweep(const char *dir);

#endif

/* Large stores in a moment: rows sealed by hand into one transaction, as store_append would have over years. */
#ifndef TEST_BULK_H
#define TEST_BULK_H

#include <stdint.h>

#include <evenkeel/store.h>

struct bulk {
	const char *dir; /* the store's own */
	const char *passphrase;
	enum store_flag flags; /* 0: the real key derivation */
	uint64_t rows;
	unsigned per_epoch;
	/* Fill the @n-th record. */
	void (*record)(uint64_t n, struct record *ret);
};

/* Boxes are sealed ones, as before the first unlock. -1 with @err set. */
int bulk_create(const struct bulk *bulk, struct error *err);

#endif

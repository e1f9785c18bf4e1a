/* How an office comes to be, and gets another passphrase when the old one is lost. */
#ifndef CLIENT_OFFICER_OFFICE_MAKE_H
#define CLIENT_OFFICER_OFFICE_MAKE_H

#include <evenkeel/rotate.h>

#include "office.h"
#include "recovery_code.h"

struct office_order {
	const char *passphrase;
	size_t length;
	bool test_kdf;
	rotate_confirm confirm; /* shown the recovery code before anything is there for good */
	void *context;
};

/* Nothing is there, or an empty directory. */
int office_check_place(const char *dir, struct error *err);
/* @office has dir, drop, exchange, and of its own party and name; the keys come in here. */
int office_make(const struct office_order *order, struct office *office, struct error *err);
/* A new passphrase by the recovery code. ERROR_LOCKED: it is another office's code. */
int office_recover(struct office *office, const char *code, const struct office_order *order, struct error *err);

#endif

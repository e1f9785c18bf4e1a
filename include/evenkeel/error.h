/*
 * Errors: one message, written where the facts are, carried up unchanged.
 *
 * Functions of lib/ return 0 when all went well, a negative number when they cannot go on (then @err holds the message),
 * and a positive, documented number for an outcome that their caller handles. Nothing in lib/ prints or exits; the daemon
 * logs a message, the client prints it behind "evenkeel: ".
 *
 * A message is lower case, cause first, its subject in quotes, without a full stop, with the next step where one is known.
 * It never holds an answer, a score, a note, a time of an answer or a key.
 */
#ifndef EVENKEEL_ERROR_H
#define EVENKEEL_ERROR_H

/* What a program should do with it. The values are the client's exit codes. */
enum error_kind {
	ERROR_NONE = 0,
	ERROR_FAILED = 1,   /* the general case */
	ERROR_USAGE = 2,    /* the command line was wrong */
	ERROR_INSTANCE = 3, /* another daemon is running */
	ERROR_LOCKED = 4,   /* no passphrase, or the wrong one */
	ERROR_DAMAGED = 5,  /* the store is damaged or not attested */
	ERROR_NOTHING = 6,  /* nothing can be shown */
};

/* Bytes: with a path, a next step, and three for each letter of Thai. */
enum { ERROR_MESSAGE_SIZE = 1024 };

struct error {
	enum error_kind kind;
	char message[ERROR_MESSAGE_SIZE];
};

/*
 * Write a message into @err (NULL is allowed) and return -1, so that "return error_set(...)" reads well. @format is looked
 * up among the translations; mark it with N_() only where it is not passed here directly.
 */
int error_set(struct error *err, enum error_kind kind, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Put "PREFIX: " before a message that is there already, for the caller who knows the place. Returns -1. */
int error_prefix(struct error *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif

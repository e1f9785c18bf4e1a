/* What `evenkeel privacy` tells: the files that Evenkeel keeps, found by looking, and three lists of statements about who sees what. */
#ifndef CLIENT_PRIVACY_H
#define CLIENT_PRIVACY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "command.h"

/* Who can make sense of what lies there. */
enum privacy_reader {
	PRIVACY_SEALED,   /* whoever has the passphrase or the recovery code */
	PRIVACY_ANYONE,   /* whoever can read the person's files: an administrator can */
	PRIVACY_EVERYBODY /* every account of this computer */
};

struct privacy_place {
	const char *id;      /* of --json */
	const char *label;   /* N_() */
	const char *content; /* N_(): what it is, and in which format */
	enum privacy_reader reader;
	char path[PATH_SIZE + 32];
	int64_t files, bytes; /* 0 files: nothing there */
};

#define PRIVACY_PLACES 10
void privacy_look(const struct client *client, struct privacy_place ret[static PRIVACY_PLACES]);

struct privacy_statement {
	const char *id;
	const char *words;        /* N_() */
	const char *words_joined; /* N_(): who joined a team reads this instead; NULL: it is the same */
};
/* Each ends with a row of NULLs. */
extern const struct privacy_statement privacy_leaves[], privacy_visible[], privacy_hidden[];

struct team;
/* A statement in words, as it is true for who joined a team, or none. @team may be empty, where what was joined cannot be read. */
void privacy_say(const struct privacy_statement *statement, bool joined, const struct team *team, struct text *ret);

#endif

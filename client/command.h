/*
 * Commands: one const struct command beside its function, one list of them all. Dispatch, --help and completion read the same rows.
 *
 * main.c fills a struct client once (paths, settings, clock, language, global options) and passes it to the command's run function,
 * which returns the exit code (enum error_kind). Results go to stdout, everything else to stderr.
 */
#ifndef CLIENT_COMMAND_H
#define CLIENT_COMMAND_H

#include <stdbool.h>

#include <evenkeel/catalogue.h>
#include <evenkeel/config.h>
#include <evenkeel/error.h>
#include <evenkeel/i18n.h>
#include <evenkeel/instant.h>
#include <evenkeel/mem.h>
#include <evenkeel/paths.h>
#include <evenkeel/store.h>
#include <evenkeel/text.h>
#include <evenkeel/zone.h>

struct client {
	struct paths paths;
	struct config config;
	struct instant now; /* a command's only clock read; EVENKEEL_NOW freezes it */
	struct zone zone;
	enum catalogue_language language;
	const char *store_dir; /* --store, or NULL */
	bool json;             /* --json */
	bool color;            /* stdout is a terminal, and neither NO_COLOR nor --no-color */
	int columns;           /* of the terminal; 80 when there is none */
};

struct command_option {
	const char *name;     /* "days"; used as --days; one letter, "o", as -o */
	const char *argument; /* "N", or NULL for a switch */
	const char *help;     /* N_(one line) */
};

#define COMMAND_OPTIONS_MAX 48
struct command_given {
	int row; /* of the options table */
	const char *value;
};
struct command_call {
	int count;
	const char **words; /* those after the command that are no options */
	/* By the row of the options table; NULL = not given; "" for a switch. */
	const char *values[COMMAND_OPTIONS_MAX];
	/* All that were given, in their order: for an option that may come several times. */
	struct command_given *given;
	int given_count;
	const struct command *command;
};
/* The value of option @name, NULL when it was not given. Naming an option that the table lacks is a programming error. */
const char *command_value(const struct command_call *call, const char *name);
/* The same for one that may come several times: each value in turn, from *@cursor = 0 on, then NULL. */
const char *command_next_value(const struct command_call *call, const char *name, int *cursor);

struct command {
	const char *name;    /* "snooze" */
	const char *args;    /* "[MINUTES]"; NULL = none */
	const char *summary; /* N_(one line, lower case) */
	const char *help; /* N_(paragraphs, one a line; a line that begins with a blank stands as it is: an example) */
	const struct command_option *options; /* ends with a row of NULLs; NULL = none */
	enum catalogue_kind names; /* its word may be the name of an id of this kind, for completion; 0 = no */
	bool json;                 /* --json is meaningful here; else it is refused with exit 2 */
	bool mends_settings; /* runs even when the settings cannot be read (client->config then holds what could be) */
	int (*run)(struct client *client, const struct command_call *call);
};

/* All commands, in the order of `evenkeel --help`; ends with NULL. */
extern const struct command *const commands[];

/*
 * What every command begins with, and whatever else does a command's work: paths, settings (@mends_settings: even where they cannot be
 * read), language, clock. What belongs to a terminal stays as it is.
 */
int client_prepare(struct client *ret, const char *store_dir, bool mends_settings, struct error *err);
/* For who lives longer than one command: now, and the zone around it. */
int client_look_at_clock(struct client *client, struct error *err);

/* "evenkeel: MESSAGE" on stderr: one line, broken between words where a terminal shows it. */
void client_say(const char *message);
/* What a command did, in a line or two on stdout, broken in the same way. */
void client_tell(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The same of an error; returns the exit code, so that a command says: return client_fail(&err); */
int client_fail(const struct error *err);
/* A number from a word: -1 with ERROR_USAGE naming @what and the range. */
int client_number(const char *word, const char *what, long minimum, long maximum, long *ret, struct error *err);

/* A cause by its id. */
int client_cause(const char *word, uint16_t *ret, struct error *err);
/* Whole minutes from a word: "10", "10min", "2h"; from 1 to @maximum. */
int client_minutes(const char *word, long maximum, int32_t *ret, struct error *err);
/* Refuse, with ERROR_USAGE, a call of fewer than @minimum or more than @maximum words. */
int client_words(const struct command_call *call, int minimum, int maximum, struct error *err);

/* Open the store for appending (no unlock). An empty one is "no store yet; run 'evenkeel setup'", ERROR_FAILED. A demo says so on stderr. */
int client_open(struct client *client, struct store **ret, struct error *err);
/* The same, for who would rather do without: STORE_BUSY where another program is at work on it for longer than @wait_ms. */
int client_open_within(struct client *client, struct store **ret, int wait_ms, struct error *err);
/* Open and unlock: EVENKEEL_PASSPHRASE_FD, EVENKEEL_PASSPHRASE_FILE, the terminal without echo; the demo store opens itself. A
 * test KDF says so on stderr. -1 with ERROR_LOCKED for a wrong or missing passphrase. */
int client_unlock(struct client *client, struct store **ret, struct error *err);
/* The same, and the passphrase that opened it: none for a demo. passphrase_free gives it back. */
struct passphrase;
int client_unlock_with(struct client *client, struct store **ret, struct passphrase *ret_passphrase, struct error *err);
/* A passphrase typed anew (setup), or from the same sources; into sodium memory, wiped by the caller with client_forget. */
int client_new_passphrase(int fd, char **ret, size_t *ret_length, struct error *err);
void client_forget(char *passphrase, size_t length);

#endif

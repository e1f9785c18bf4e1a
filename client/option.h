/*
 * The command line, taken apart: global options anywhere, then one command's own options by its table. Pure: no output, no exit.
 *
 * Options are written --name or --name VALUE or --name=VALUE; a row whose name is one letter is written -x. "--" ends the options; "-" is a
 * word. The first word names the command; "help WORD" is the same as "WORD --help".
 */
#ifndef CLIENT_OPTION_H
#define CLIENT_OPTION_H

#include <stdbool.h>

#include "command.h"

struct option_line {
	const struct command *command; /* NULL when none was named */
	struct command_call call;
	const char *store; /* --store, or NULL */
	bool json, no_color, help, version;
};

/* @ret->call.words is allocated; option_line_clear frees it. */
int option_parse(const struct command *const *list, int argc, char **argv, struct option_line *ret, struct error *err);
void option_line_clear(struct option_line *line);

const struct command *option_find_command(const struct command *const *list, const char *name);
/* The options that every command takes, as rows for --help. */
extern const struct command_option option_globals[];

/* How many single changes (insert, drop, replace, swap neighbours) lie between two words. */
int option_distance(const char *a, const char *b);

#endif

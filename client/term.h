/* The terminal: is it one, how wide, single keys without echo, restored whatever happens. */
#ifndef CLIENT_TERM_H
#define CLIENT_TERM_H

#include <stdbool.h>

#include <evenkeel/mem.h>
#include <evenkeel/text.h>

bool term_interactive(void); /* stdin and stdout are terminals */
int term_columns(void);      /* COLUMNS, else the terminal's, else 80 */
int term_key(void);          /* one key; -1 at end of input; ctrl-c ends the program with the terminal restored */
int term_line(struct text *ret,
	      size_t most_bytes); /* one line of UTF-8 with editing by the terminal; -1 at end of input */
bool term_confirm(const char *question, bool otherwise); /* y or n; ENTER = @otherwise */
/* Put the terminal @fd into line or key mode, with or without echo, until term_restore; signals that end the program restore it too. */
int term_change(int fd, bool lines, bool echo);
void term_restore(void);
/*
 * While answers are asked for that must not be lost: a signal that would end the program (^C, a closed terminal, a shutdown) lets
 * term_key and term_line return -1 instead, as at the end of input, so that what was answered can be sealed. Letting go delivers it:
 * the program ends there if one came.
 */
void term_hold_signals(void);
bool term_was_interrupted(void);
void term_let_go_signals(void);
/* text_clear for what a person typed: the bytes are overwritten first. */
void text_wipe(struct text *text);

#endif

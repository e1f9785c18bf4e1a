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
/* text_clear for what a person typed: the bytes are overwritten first. */
void text_wipe(struct text *text);

#endif

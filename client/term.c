#include "term.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <evenkeel/i18n.h>

bool term_interactive(void)
{
	return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

int term_columns(void)
{
	const char *columns = getenv("COLUMNS");
	struct winsize size;
	if (columns != NULL) {
		long number = strtol(columns, NULL, 10);
		if (number >= 20 && number <= 1000)
			return (int)number;
	}
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 20)
		return size.ws_col;
	return 80;
}

/* The terminal as it was found, while it is in another state: for the handler below. */
static struct termios found;
static volatile sig_atomic_t changed;
static volatile sig_atomic_t changed_fd;

static const int ending_signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};
enum { ENDING_SIGNALS = sizeof(ending_signals) / sizeof(*ending_signals) };

static void restore_and_end(int number)
{
	if (changed)
		tcsetattr(changed_fd, TCSANOW, &found);
	signal(number, SIG_DFL);
	raise(number);
}

/* Signals that are kept back while something is asked, and the one that came. */
static bool holding;
static volatile sig_atomic_t came;
static sigset_t mask_before;
static struct sigaction actions_before[ENDING_SIGNALS];

static void note_signal(int number)
{
	came = number;
}

/* They come through only while a read waits, so that nothing is cut in the middle. What is ignored (nohup) stays ignored. */
void term_hold_signals(void)
{
	struct sigaction action = {.sa_handler = note_signal};
	sigset_t ending;
	sigemptyset(&ending);
	sigfillset(&action.sa_mask);
	for (int i = 0; i < ENDING_SIGNALS; i++)
		sigaddset(&ending, ending_signals[i]);
	sigprocmask(SIG_BLOCK, &ending, &mask_before);
	for (int i = 0; i < ENDING_SIGNALS; i++) {
		sigaction(ending_signals[i], NULL, &actions_before[i]);
		if (actions_before[i].sa_handler != SIG_IGN)
			sigaction(ending_signals[i], &action, NULL);
	}
	came = 0;
	holding = true;
}

bool term_was_interrupted(void)
{
	return came != 0;
}

void term_let_go_signals(void)
{
	if (!holding)
		return;
	holding = false;
	for (int i = 0; i < ENDING_SIGNALS; i++)
		sigaction(ending_signals[i], &actions_before[i], NULL);
	if (came) {
		signal(came, SIG_DFL);
		raise(came);
	}
	sigprocmask(SIG_SETMASK, &mask_before, NULL);
}

/* False when a signal came instead. */
static bool wait_for_input(void)
{
	struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
	while (holding && !came)
		if (ppoll(&input, 1, NULL, &mask_before) >= 0 || errno != EINTR)
			return true;
	return !holding;
}

void term_restore(void)
{
	if (!changed)
		return;
	tcsetattr(changed_fd, TCSANOW, &found);
	changed = 0;
	for (int i = 0; !holding && i < ENDING_SIGNALS; i++)
		signal(ending_signals[i], SIG_DFL);
}

int term_change(int fd, bool lines, bool echo)
{
	struct termios now;
	if (tcgetattr(fd, &found) < 0)
		return -1;
	now = found;
	now.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON);
	now.c_lflag |= (tcflag_t)((echo ? ECHO : 0) | (lines ? ICANON : 0) | ISIG);
	now.c_cc[VSUSP] = _POSIX_VDISABLE; /* a stopped program would leave the shell without echo */
	if (!lines) {
		now.c_cc[VMIN] = 1;
		now.c_cc[VTIME] = 0;
	}
	changed_fd = fd;
	changed = 1;
	for (int i = 0; !holding && i < ENDING_SIGNALS; i++)
		signal(ending_signals[i], restore_and_end);
	tcsetattr(fd, TCSANOW, &now);
	return 0;
}

static int read_byte(void)
{
	unsigned char byte;
	ssize_t length;
	if (!wait_for_input())
		return -1;
	while ((length = read(STDIN_FILENO, &byte, 1)) < 0 && errno == EINTR)
		;
	return length == 1 ? byte : -1;
}

static bool more_waits(void)
{
	struct pollfd waiting = {.fd = STDIN_FILENO, .events = POLLIN};
	return poll(&waiting, 1, 30) == 1 && (waiting.revents & POLLIN) != 0;
}

/* What follows the first byte of a longer key (an arrow, a letter of many bytes) belongs to that key. */
static void swallow_rest(int first)
{
	int more = first >= 0xf0 ? 3 : first >= 0xe0 ? 2 : first >= 0xc2 ? 1 : 0;
	if (first == 27 && more_waits()) {
		int second = read_byte();
		int byte = second == '[' || second == 'O' ? 0 : '@';
		while (byte >= 0 && byte < '@' && more_waits()) /* ECMA-48: up to a final byte of @ to ~ */
			byte = read_byte();
	}
	while (more-- > 0 && more_waits())
		read_byte();
}

int term_key(void)
{
	fflush(stdout);
	bool terminal = term_change(STDIN_FILENO, false, false) == 0;
	int key = read_byte();
	if (terminal) {
		swallow_rest(key);
		term_restore();
	}
	return key == 4 ? -1 : key; /* ctrl-d */
}

/* Keep what is UTF-8 and no control; the rest becomes U+FFFD or goes. Cut between two characters. */
static void append_clean(struct text *ret, const char *bytes, size_t most)
{
	while (*bytes != '\0') {
		const char *start = bytes;
		uint32_t c = text_next(&bytes);
		const char *piece = c == 0xfffd ? "\xef\xbf\xbd" : start;
		size_t length = c == 0xfffd ? 3 : (size_t)(bytes - start);
		if (ret->length + length > most)
			return;
		if (c >= 0x20 && c != 0x7f)
			text_append_bytes(ret, piece, length);
	}
}

int term_line(struct text *ret, size_t most_bytes)
{
	_cleanup_(text_wipe) struct text raw = {0};
	int byte;
	fflush(stdout);
	while ((byte = read_byte()) >= 0 && byte != '\n')
		if (byte != 0 && raw.length < 4 * most_bytes + 64)
			text_append_char(&raw, (char)byte);
	if (byte < 0 && raw.length == 0)
		return -1;
	append_clean(ret, text_string(&raw), most_bytes);
	return 0;
}

bool term_confirm(const char *question, bool otherwise)
{
	printf("%s [%s] ", question, otherwise ? _("Y/n") : _("y/N"));
	int key = term_key();
	bool yes = key == '\n' || key == '\r' ? otherwise : key == 'y' || key == 'Y';
	puts(yes ? _("yes") : _("no"));
	return yes;
}

void text_wipe(struct text *text)
{
	if (text->bytes != NULL)
		explicit_bzero(text->bytes, text->capacity);
	text_clear(text);
}

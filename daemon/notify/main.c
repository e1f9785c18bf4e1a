/*
 * evenkeel-notify: reads a prompt on fd 0, shows it, says on fd 1 what became of it, ends. `--probe` only asks the server,
 * `--setting` only the desktop's settings.
 */
#include "notify.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib-unix.h>

#include <evenkeel/os.h>

#define SETTING_OPTION "--setting="

static GMainLoop *loop;
static struct prompt_reader reader;
static struct server server;
static bool showing, bad;

static void quit(void)
{
	g_main_loop_quit(loop);
}

/* The last line about a notification, then the end. A second reason to end says nothing more. */
static void end(const struct prompt_event *event)
{
	if (!showing)
		return;
	showing = false;
	report(event, NULL);
	quit();
}

static void on_ended(enum prompt_closed closed)
{
	notice_forget();
	end(&(struct prompt_event){.type = PROMPT_CLOSED, .closed = closed});
}

static void on_lost(enum prompt_failed failed)
{
	notice_forget();
	if (showing)
		report_code(prompt_failed_words(failed));
	end(&(struct prompt_event){.type = PROMPT_FAILED, .failed = failed});
}

static void close_notice(enum prompt_closed why)
{
	if (showing) {
		report_bound(NOTIFY_CLOSE_LIMIT_S);
		notice_close();
	}
	end(&(struct prompt_event){.type = PROMPT_CLOSED, .closed = why});
	quit();
}

static gboolean on_signal(gpointer data)
{
	(void)data;
	close_notice(CLOSED_BY_CALL);
	return G_SOURCE_CONTINUE;
}

static gboolean on_life_over(gpointer data)
{
	(void)data;
	close_notice(CLOSED_EXPIRED);
	return G_SOURCE_REMOVE;
}

static void show(void)
{
	enum prompt_failed failed = FAILED_NO_SERVER;
	report_bound(NOTIFY_SHOW_LIMIT_S);
	if (server_open(&server, on_lost, &failed) < 0 || server_report(&server) < 0 ||
	    notice_show(&reader.prompt, &server, on_ended) < 0) {
		notice_forget();
		report_failed(failed);
		quit();
		return;
	}
	report_bound(0);
	showing = true;
	g_timeout_add_seconds((guint)reader.prompt.life_s + NOTIFY_EXPIRE_GRACE_S, on_life_over, NULL);
	if (!report(&(struct prompt_event){.type = PROMPT_SHOWN}, NULL))
		close_notice(CLOSED_BY_CALL);
}

static void take_line(const char *line, size_t length)
{
	bool was_complete = reader.complete;
	int r = prompt_reader_line(&reader, line, length, NULL);
	if (r == PROMPTLINE_CLOSE) {
		close_notice(CLOSED_BY_CALL);
	} else if (r < 0 && !was_complete) {
		bad = true;
		report_failed(FAILED_BAD_PROMPT);
		quit();
	} else if (!was_complete && reader.complete) {
		show();
	}
}

/* Whole lines only; what is longer than a line may be is a bad prompt. */
static void take_input(const char *bytes, size_t length)
{
	static char line[PROMPTLINE_MAX];
	static size_t used;
	for (size_t i = 0; i < length && g_main_loop_is_running(loop) && !bad; i++) {
		if (bytes[i] == '\n') {
			take_line(line, used);
			used = 0;
		} else if (used < sizeof line - 1) {
			line[used++] = bytes[i];
		} else {
			bad = true;
			report_failed(FAILED_BAD_PROMPT);
			quit();
		}
	}
}

static gboolean on_input(int fd, GIOCondition condition, gpointer data)
{
	(void)condition, (void)data;
	char bytes[PROMPTLINE_MAX];
	ssize_t n = read(fd, bytes, sizeof bytes);
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return G_SOURCE_CONTINUE;
	if (n > 0) {
		take_input(bytes, (size_t)n);
		return G_SOURCE_CONTINUE;
	}
	if (!reader.complete && !bad)
		report_failed(FAILED_BAD_PROMPT);
	close_notice(CLOSED_BY_CALL);
	return G_SOURCE_REMOVE;
}

static int probe(void)
{
	enum prompt_failed failed = FAILED_NO_SERVER;
	report_bound(NOTIFY_SHOW_LIMIT_S);
	if (server_open(&server, on_lost, &failed) < 0)
		report_failed(failed);
	else
		server_report(&server);
	server_close();
	return 0;
}

static int serve(void)
{
	static const int signals[] = {SIGTERM, SIGINT, SIGHUP};
	loop = g_main_loop_new(NULL, FALSE);
	for (size_t i = 0; i < G_N_ELEMENTS(signals); i++)
		g_unix_signal_add(signals[i], on_signal, NULL);
	g_unix_fd_add(STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, on_input, NULL);
	g_main_loop_run(loop);
	notice_forget();
	server_close();
	g_main_loop_unref(loop);
	return 0;
}

/* Messages of the libraries may carry a text that was to be shown: of each, only who spoke is passed on. */
static GLogWriterOutput log_writer(GLogLevelFlags level, const GLogField *fields, gsize count, gpointer data)
{
	(void)data;
	const char *domain = "?";
	for (gsize i = 0; i < count; i++)
		if (strcmp(fields[i].key, "GLIB_DOMAIN") == 0)
			domain = fields[i].value;
	if (level <= G_LOG_LEVEL_WARNING)
		fprintf(stderr, "evenkeel-notify: library %s\n", domain);
	return G_LOG_WRITER_HANDLED;
}

static void print_nothing(const char *string)
{
	(void)string;
}

int main(int argc, char **argv)
{
	process_harden();
	signal(SIGPIPE, SIG_IGN);
	g_log_set_writer_func(log_writer, NULL, NULL);
	g_set_printerr_handler(print_nothing);
	if (argc == 1)
		return serve();
	if (argc == 2 && strcmp(argv[1], "--probe") == 0)
		return probe();
	if (argc == 2 && strncmp(argv[1], SETTING_OPTION, strlen(SETTING_OPTION)) == 0)
		return setting_report(argv[1] + strlen(SETTING_OPTION));
	fputs("usage: evenkeel-notify [--probe | --setting='SCHEMA KEY']   "
	      "(started by evenkeeld, with a prompt on its standard input)\n",
	      stderr);
	return 2;
}

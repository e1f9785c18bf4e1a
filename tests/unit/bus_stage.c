#include "bus_stage.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include <event2/event.h>

#include <evenkeel/mem.h>
#include <evenkeel/os.h>

#define PATIENT_MS 30000
#define MOMENT_MS 40

static bool can_run(const char *program)
{
	char command[128];

	snprintf(command, sizeof command, "%s --version >/dev/null 2>&1", program);
	return system(command) == 0;
}

bool bus_stage_missing(void)
{
	const char *why = !HAVE_SYSTEMD             ? "built without sd-bus"
			  : !can_run("dbus-daemon") ? "dbus-daemon is not installed"
						    : NULL;

	if (why)
		printf("ok 1 - on a private bus # SKIP %s\n1..1\n", why);
	return why != NULL;
}

static void write_config(const struct bus_stage *stage)
{
	FILE *file = fopen(stage->config, "w");

	assert_non_null(file);
	fprintf(file,
		"<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\" "
		"\"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">\n"
		"<busconfig><type>session</type><keep_umask/><listen>%s</listen><auth>EXTERNAL</auth>"
		"<policy context=\"default\"><allow send_destination=\"*\" eavesdrop=\"true\"/>"
		"<allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>\n",
		stage->address);
	assert_int_equal(fclose(file), 0);
}

/* It prints its address once it listens. */
void bus_stage_start_daemon(struct bus_stage *stage)
{
	int out[2];
	char byte;

	assert_int_equal(pipe2(out, O_CLOEXEC), 0);
	stage->daemon = fork();
	assert_true(stage->daemon >= 0);
	if (stage->daemon == 0) {
		char option[320];
		snprintf(option, sizeof option, "--config-file=%s", stage->config);
		dup2(out[1], STDOUT_FILENO);
		execlp("dbus-daemon", "dbus-daemon", option, "--nofork", "--nopidfile", "--print-address=1",
		       (char *)NULL);
		_exit(127);
	}
	close(out[1]);
	assert_int_equal(read(out[0], &byte, 1), 1);
	close(out[0]);
}

void bus_stage_kill_daemon(struct bus_stage *stage)
{
	if (stage->daemon <= 0)
		return;
	kill(stage->daemon, SIGKILL);
	waitpid(stage->daemon, NULL, 0);
	stage->daemon = 0;
}

int bus_stage_set_up(void **state)
{
	struct bus_stage *stage = mem_new(1, sizeof *stage);
	const char *tmp = getenv("TMPDIR");

	snprintf(stage->dir, sizeof stage->dir, "%.200s/bus.XXXXXX", tmp && *tmp && strlen(tmp) < 60 ? tmp : "/tmp");
	assert_non_null(mkdtemp(stage->dir));
	snprintf(stage->config, sizeof stage->config, "%s/bus.conf", stage->dir);
	snprintf(stage->address, sizeof stage->address, "unix:path=%s/bus", stage->dir);
	write_config(stage);
	bus_stage_start_daemon(stage);
	setenv("DBUS_SESSION_BUS_ADDRESS", stage->address, 1);
	setenv("DBUS_SYSTEM_BUS_ADDRESS", stage->address, 1);
	stage->base = event_base_new();
	*state = stage;
	return 0;
}

int bus_stage_tear_down(void **state)
{
	struct bus_stage *stage = *state;
	char command[300];

	bus_stage_kill_daemon(stage);
	event_base_free(stage->base);
	text_clear(&stage->said);
	snprintf(command, sizeof command, "rm -rf '%s'", stage->dir);
	assert_int_equal(system(command), 0);
	free(stage);
	return 0;
}

void bus_stage_run(struct bus_stage *stage, int ms)
{
	event_base_loopexit(stage->base, &(struct timeval){.tv_sec = ms / 1000, .tv_usec = ms % 1000 * 1000});
	event_base_dispatch(stage->base);
}

void bus_stage_until_true(struct bus_stage *stage, bool (*holds)(const void *context), const void *context)
{
	int64_t until_ms = instant_now().boot_ms + PATIENT_MS;

	while (!holds(context) && instant_now().boot_ms < until_ms)
		bus_stage_run(stage, 5);
	assert_true(holds(context));
}

struct wanted {
	struct bus_stage *stage;
	const char *words;
};

static bool was_said(void *context)
{
	const struct wanted *wanted = context;

	return strcmp(text_string(&wanted->stage->said), wanted->words) == 0;
}

void bus_stage_until(struct bus_stage *stage, const char *words)
{
	struct wanted wanted = {stage, words};
	int64_t until_ms = instant_now().boot_ms + PATIENT_MS;

	while (!was_said(&wanted) && instant_now().boot_ms < until_ms)
		bus_stage_run(stage, 5);
	bus_stage_run(stage, MOMENT_MS);
	assert_string_equal(text_string(&stage->said), words);
}
